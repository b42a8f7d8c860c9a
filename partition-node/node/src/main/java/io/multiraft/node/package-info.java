/**
 * The process: its command line, and {@link io.multiraft.node.Node}, the one place where its parts
 * are put together. May import every package of this module; none imports it.
 */
package io.multiraft.node;
