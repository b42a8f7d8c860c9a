/** Tests of the counter. */
package io.multiraft.fsm.counter;
