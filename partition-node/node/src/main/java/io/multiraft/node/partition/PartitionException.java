package io.multiraft.node.partition;

/** Why a partition did not serve a call. The kind says who must act. */
public final class PartitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Who must act, and whether the call may have had its effect. */
    public enum Kind {
        /** Another node leads: follow the leader, nothing has happened. */
        NOT_LEADER,
        /** Nobody leads, or not now: back off and repeat, nothing has happened. */
        UNAVAILABLE,
        /** It may have happened: repeat with the same sequence number. */
        INDETERMINATE,
        /** It was not served in the time the caller gave. Of a proposal: it may have happened. */
        TIMEOUT,
        /** A limit of this node was reached: slow down, nothing has happened. */
        OVERLOADED,
        /** A bug in the caller. */
        INVALID
    }

    private final Kind kind;

    public PartitionException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
