/** Tests of the builders, against checked-in YAML. */
package io.multiraft.operator.resources;
