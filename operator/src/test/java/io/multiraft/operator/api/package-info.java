/** Tests of the objects and of what is generated from them. */
package io.multiraft.operator.api;
