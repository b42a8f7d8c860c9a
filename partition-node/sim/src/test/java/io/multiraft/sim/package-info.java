/** Runs of whole simulations. */
package io.multiraft.sim;
