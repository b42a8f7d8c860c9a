/**
 * The data directory: whose it is, whether it is whole, and how files are made to last.
 *
 * <p>It knows the layout of a Ratis log segment, because it repairs one, and otherwise only {@code
 * java.nio}.
 */
package io.multiraft.node.storage;
