/** Stands for Raft: one order of entries, and who is elected. */
package io.multiraft.sim.log;
