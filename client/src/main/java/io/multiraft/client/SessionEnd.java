package io.multiraft.client;

/**
 * How a session ended. What it held is released, in every partition.
 *
 * @param partitionId the partition that ended it; 0 when the client closed it
 * @param message what the partition said
 */
public record SessionEnd(Reason reason, int partitionId, String message) {

    /** Who ended it. */
    public enum Reason {
        /** This client. */
        CLOSED,
        /** The cluster: it was not kept alive for its timeout. */
        EXPIRED,
        /**
         * Somebody else: its Session object was deleted, its pod ended, or an operator revoked it.
         */
        REVOKED,
        /** Another client attached to it by its name; it may be open yet. */
        TAKEN_OVER,
        /** The cluster: it ended so long ago that nobody can say how. */
        FORGOTTEN
    }
}
