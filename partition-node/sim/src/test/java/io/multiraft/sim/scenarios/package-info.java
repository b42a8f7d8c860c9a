/**
 * Bugs that the simulator has found, one by one, played by hand in the order of events that showed
 * them.
 */
package io.multiraft.sim.scenarios;
