package io.multiraft.client.core;

import java.util.TreeMap;

/**
 * Follows who leads the partitions in which sessions are held, so that a call goes to the leader
 * though none went there before. What a watch tells is a hint like others: when none can be had,
 * those of the calls have to do.
 */
final class LeaderWatches {

    /** A connection that is gone without a word looks like a leader that stays. */
    static final long RENEW_MILLIS = 60_000;

    private final Calls calls;
    private final TreeMap<Integer, Watch> watches = new TreeMap<>();

    LeaderWatches(Calls calls) {
        this.calls = calls;
    }

    /** One more wants to know who leads. */
    void hold(long nowMillis, int partitionId) {
        Watch watch = watches.get(partitionId);
        if (watch == null) {
            watch = new Watch();
            watches.put(partitionId, watch);
            watch.call =
                    calls.start(
                            nowMillis,
                            partitionId,
                            new Request.Watch(),
                            CallKind.IDEMPOTENT,
                            RetryPolicy.ofWatch(),
                            watch);
            watch.call.keepOpen(nowMillis, RENEW_MILLIS);
        }
        watch.holders++;
    }

    /** One less does. */
    void release(int partitionId) {
        Watch watch = watches.get(partitionId);
        if (--watch.holders == 0) {
            watches.remove(partitionId);
            watch.call.cancel();
        }
    }

    private static final class Watch implements Caller {

        private Call call;
        private int holders;

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            throw new IllegalStateException("a watch has no answer");
        }

        /** No node serves it. */
        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {}
    }
}
