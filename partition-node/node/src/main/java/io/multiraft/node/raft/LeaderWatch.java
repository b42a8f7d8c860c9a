package io.multiraft.node.raft;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.RaftServer;

/**
 * Looks after a leader: whether it still has its majority, and what is due.
 *
 * <p>Ratis looks for a lost majority only when it has nothing else to do, so a leader under load
 * would stay one while another leads.
 */
final class LeaderWatch {

    /** Election timeouts that an entry may take while a majority is there. */
    private static final int STALLED_LOG_FACTOR = 5;

    private final Proposer proposer;
    private final long minMillis;
    private final long maxMillis;

    /** What was seen last, of which term, and when. */
    private long seenSilenceMillis;

    private long seenTerm;
    private long seenNanos;

    LeaderWatch(Proposer proposer, ReplicaSettings settings) {
        this.proposer = proposer;
        this.minMillis = settings.electionTimeoutMin().toMillis();
        this.maxMillis = settings.electionTimeoutMax().toMillis();
    }

    /** Why the leader must step down, if it must. */
    Optional<String> look(RaftServer.Division division, AppliedState applied, long nowNanos) {
        long silence = silenceMillis(division, nowNanos);
        proposer.observed(nowNanos, silence > minMillis);
        if (silence > maxMillis) {
            return Optional.of("heard from no majority for " + silence + " ms");
        }
        long oldest = proposer.oldestMillis(nowNanos);
        if (oldest > STALLED_LOG_FACTOR * maxMillis) {
            // The others answer, so it is this node's disk; one of theirs may be better.
            return Optional.of("could not commit an entry for " + oldest + " ms");
        }
        proposer.tickIfDue(applied.nextDeadlineMillis());
        return Optional.empty();
    }

    /** At least as long as it is; exact where it is long enough to mean something. */
    private long silenceMillis(RaftServer.Division division, long nowNanos) {
        long passed = TimeUnit.NANOSECONDS.toMillis(nowNanos - seenNanos);
        long term = proposer.openTerm();
        if (term != seenTerm || seenSilenceMillis + passed > minMillis) {
            seenTerm = term;
            seenNanos = nowNanos;
            seenSilenceMillis = silenceMillis(division);
            return seenSilenceMillis;
        }
        return seenSilenceMillis + passed;
    }

    private static long silenceMillis(RaftServer.Division division) {
        try {
            return MajorityContact.silenceMillis(
                    division.getInfo().getRoleInfoProto(), division.getRaftConf());
        } catch (IllegalStateException e) {
            // Ratis checks that the term has not changed meanwhile: the next look will tell.
            return 0;
        }
    }
}
