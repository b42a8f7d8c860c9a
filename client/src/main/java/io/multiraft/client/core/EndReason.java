package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.KeepAliveOutput;

/** Who ended a session. */
public enum EndReason {
    /** This client. */
    CLOSED,
    /** The partition: it was not kept alive for its timeout. */
    EXPIRED,
    /** Somebody else closed it. */
    REVOKED,
    /** Another client attached to it. */
    TAKEN_OVER,
    /** The partition does not know any more. */
    FORGOTTEN;

    /** Of a session that the partition says is over. */
    static EndReason of(KeepAliveOutput.End end) {
        return switch (end) {
            case CLOSED -> REVOKED;
            case EXPIRED -> EXPIRED;
            case TAKEN_OVER -> TAKEN_OVER;
            case UNKNOWN, UNRECOGNIZED -> FORGOTTEN;
        };
    }
}
