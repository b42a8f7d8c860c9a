package io.multiraft.node.partition;

import io.multiraft.fsm.Effect;

/** Where the outputs of one proposal go. Calls are serial; after {@code onClosed} none follows. */
public interface OutputListener {

    /** One output, in order. */
    void onOutput(Effect.Output output);

    /** The command has come to its end, or its stream was ended by the state machine. */
    void onClosed(Effect.StreamClosed closed);

    /** The proposal, or the stream after it, was lost by this node; see the exception's kind. */
    void onError(PartitionException error);
}
