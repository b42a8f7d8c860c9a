/**
 * Collections that the state machine needs and {@code java.util} does not have: a sorted map that
 * can be frozen, so that a snapshot is written while commands go on. Imports {@code java.util}
 * only.
 */
package io.multiraft.fsm.collection;
