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
        /** The cluster: it expired, or somebody revoked it. */
        LOST,
        /** Another client attached to it by its name. */
        TAKEN_OVER
    }
}
