package io.multiraft.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The moves of a cluster's leads so far, as this operator remembers them.
 *
 * @param last when the last of them ended
 * @param partitions the last one of each partition
 */
public record LeaderTries(Instant last, Map<Integer, Try> partitions) {

    public static final LeaderTries NONE = new LeaderTries(Instant.MIN, Map.of());

    /** Between two moves in a cluster, so that what one of them upsets shows before the next. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** Between two tries of one partition; each failure in a row doubles it. */
    static final Duration RETRY_MIN = Duration.ofMinutes(1);

    static final Duration RETRY_MAX = Duration.ofHours(1);

    /** Beyond the largest pause. */
    private static final int DOUBLINGS_MAX = 6;

    /**
     * One try to move a lead.
     *
     * @param failures in a row, this one included
     */
    record Try(Instant at, int failures) {}

    public LeaderTries {
        partitions = Map.copyOf(partitions);
    }

    /** With a try that ended now. */
    public LeaderTries with(int partition, boolean succeeded, Instant now) {
        int before = partitions.getOrDefault(partition, new Try(now, 0)).failures();
        Map<Integer, Try> tries = new HashMap<>(partitions);
        tries.put(partition, new Try(now, succeeded ? 0 : before + 1));
        return new LeaderTries(now, tries);
    }

    /** When the lead of a partition may be moved at the earliest. */
    Instant notBefore(int partition) {
        Instant cluster = last.equals(Instant.MIN) ? last : last.plus(PAUSE);
        Try before = partitions.get(partition);
        if (before == null) {
            return cluster;
        }
        Instant own = before.at().plus(pause(before.failures()));
        return own.isAfter(cluster) ? own : cluster;
    }

    private static Duration pause(int failures) {
        int doublings = Math.min(Math.max(0, failures - 1), DOUBLINGS_MAX);
        Duration pause = RETRY_MIN.multipliedBy(1L << doublings);
        return pause.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause;
    }
}
