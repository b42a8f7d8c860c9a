package io.multiraft.client.core;

/** How an attempt ended. */
public sealed interface Outcome {

    /** {@code host:port} of the leader where another node answered for it; empty: not told. */
    String leader();

    /** The partition answered, to the end. */
    record Answered(Answer answer, String leader) implements Outcome {}

    /**
     * No partition answered.
     *
     * @param failure not {@link Failure#INDETERMINATE}, which is for a call to become
     * @param executed false only if the attempt certainly had no effect
     * @param silent nobody answered in time
     * @param retryAfterMillis for how long the node wants to be left alone; 0 where it did not say
     */
    record Failed(
            Failure failure,
            boolean executed,
            boolean silent,
            String message,
            String leader,
            long retryAfterMillis)
            implements Outcome {

        /** The node did not say when to come back. */
        public Failed(
                Failure failure, boolean executed, boolean silent, String message, String leader) {
            this(failure, executed, silent, message, leader, 0);
        }
    }
}
