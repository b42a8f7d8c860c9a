/**
 * The simulator: state machines, client cores and faults in virtual time, on one thread, from a
 * seed. Start reading at {@link io.multiraft.sim.Simulator}; what must hold is in {@link
 * io.multiraft.sim.check}. May import the state machine, the client's core and messages. Never
 * shipped.
 */
package io.multiraft.sim;
