/** A node: the real state machine, and the rules by which a node proposes, answers and recovers. */
package io.multiraft.sim.replica;
