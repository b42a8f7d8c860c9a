/** Each invariant catches a bug that is planted for it. */
package io.multiraft.sim.check;
