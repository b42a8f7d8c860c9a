package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.AuditLog;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Operator;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Where nothing changes, the operator writes nothing, leases aside, however busy the clients are.
 */
@EndToEnd
@Order(50)
class IdleWritesE2E {

    /** Longer than anything that the operator does every so often. */
    private static final Duration QUIET = Duration.ofSeconds(50);

    /** A machine that is busy may let a member fall behind, which is news: then from there on. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @Test
    void writesNothingInAQuietMinute(TestBed bed) {
        AuditLog log = bed.auditLog();
        try (Workload workload =
                Workload.start(bed.sample(), TestBed.PARTITIONS, "idle", Duration.ofSeconds(30))) {
            bed.sample().awaitPreferredLeaders();
            awaitQuiet(log);
            workload.assertNothingLost();
        }
        assertThat(log.writesSince(0, Operator.NAMESPACE))
                .as("writes of the operator since the cluster began")
                .isNotEmpty();
    }

    private static void awaitQuiet(AuditLog log) {
        AtomicLong mark = new AtomicLong(log.mark());
        AtomicLong since = new AtomicLong(System.nanoTime());
        Await.within(PATIENCE, QUIET.toSeconds() + " s without a write by the operator")
                .until(
                        () -> {
                            List<String> writes = log.writesSince(mark.get(), Operator.NAMESPACE);
                            if (!writes.isEmpty()) {
                                Progress.say("not quiet yet: " + writes);
                                mark.set(log.mark());
                                since.set(System.nanoTime());
                            }
                            return System.nanoTime() - since.get() > QUIET.toNanos();
                        });
    }
}
