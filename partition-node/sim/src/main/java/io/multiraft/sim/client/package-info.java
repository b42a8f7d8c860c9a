/** Clients: the real core in a shell of events, and programs that use it, well and badly. */
package io.multiraft.sim.client;
