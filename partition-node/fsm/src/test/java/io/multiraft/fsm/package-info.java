/** Tests of the state machine as a whole; those of a part are in the part's own package. */
package io.multiraft.fsm;
