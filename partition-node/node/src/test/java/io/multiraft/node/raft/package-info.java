/** Tests of the Raft side: its parts alone, and whole nodes on loopback. */
package io.multiraft.node.raft;
