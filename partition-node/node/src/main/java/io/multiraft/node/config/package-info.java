/**
 * What a node is told at its start: a YAML file with environment variables and flags on top, read
 * into records that hold only valid values.
 *
 * <p>{@link io.multiraft.node.config.ConfigLoader} finds all mistakes of one start together. May
 * import {@code java} and the YAML parser; everything in this module may import it.
 */
package io.multiraft.node.config;
