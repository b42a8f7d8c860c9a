/**
 * Mistakes that state machines of this kind are known to make, one test for each, named by the
 * mistake it would notice. What a hostile caller may try is in {@link
 * io.multiraft.fsm.defects.HostileCallersTest}.
 */
package io.multiraft.fsm.defects;
