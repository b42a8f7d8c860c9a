/**
 * Targets for a coverage-guided fuzzer, one for each kind of bytes that comes from outside, and the
 * test that runs them over the corpus in {@code testdata/fuzz}. {@code make fuzz} looks for new
 * inputs. A target throws when something holds no more; what is only refused, it takes.
 */
package io.multiraft.fsm.fuzz;
