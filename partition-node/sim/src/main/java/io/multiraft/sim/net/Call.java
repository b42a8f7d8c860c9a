package io.multiraft.sim.net;

import io.multiraft.fsm.Query;
import io.multiraft.proto.internal.v1.Proposal;

/** A request as a node gets it. */
public sealed interface Call {

    record Propose(Proposal proposal) implements Call {}

    /**
     * @param lastSequenceNum the command that must have been applied
     */
    record Read(Query query, long lastSequenceNum) implements Call {}
}
