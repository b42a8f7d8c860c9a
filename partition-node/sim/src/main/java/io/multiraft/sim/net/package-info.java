/** The network: requests, replies, and what can happen to them on the way. */
package io.multiraft.sim.net;
