/**
 * How fast the state machine is, and what it allocates: run by {@code make benchmark}. What comes
 * in is parsed beforehand, as a leader has it; a benchmark measures {@code apply} alone.
 */
package io.multiraft.fsm.benchmark;
