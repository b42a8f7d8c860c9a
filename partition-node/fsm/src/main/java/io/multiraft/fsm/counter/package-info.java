/**
 * The counter: one 64-bit signed number. Imports {@code io.multiraft.fsm}, {@code service} and the
 * counter's messages.
 */
package io.multiraft.fsm.counter;
