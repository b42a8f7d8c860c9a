package io.multiraft.sim.net;

import io.multiraft.client.core.Failure;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.QueryResult;

/** What comes back for a request. */
public sealed interface Reply {

    record Output(Effect.Output output) implements Reply {}

    record Closed(Effect.StreamClosed closed) implements Reply {}

    /**
     * @param position of the log at which the read was served
     */
    record Read(QueryResult result, long position) implements Reply {}

    /**
     * The node did not serve it.
     *
     * @param executed false only if it certainly had no effect
     */
    record Refused(Failure failure, boolean executed, String message) implements Reply {}
}
