/** Tests of the operator as a whole, and what several of them need. */
package io.multiraft.operator;
