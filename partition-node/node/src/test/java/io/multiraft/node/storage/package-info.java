/** Tests of the data directory. */
package io.multiraft.node.storage;
