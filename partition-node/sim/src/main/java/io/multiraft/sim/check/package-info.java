/**
 * What must always hold, one invariant a file. {@link io.multiraft.sim.check.History} is what the
 * log says, {@link io.multiraft.sim.check.Oracle} what the clients know; the table of all
 * invariants is in {@code DESIGN.md}.
 */
package io.multiraft.sim.check;
