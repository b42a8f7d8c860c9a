package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.AuditLog;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Operator;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Where nothing changes, the operator writes nothing, leases aside, however busy the clients are.
 */
@EndToEnd
@Order(50)
class IdleWritesE2E {

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofSeconds(50);

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

    /** What went before may still echo: wait for a while without writes. */
    private static void settle(AuditLog log) {
        AtomicLong mark = new AtomicLong(log.mark());
        AtomicLong since = new AtomicLong(System.nanoTime());
        Await.within(60, QUIET.toSeconds() + " s without a write")
                .until(
                        () -> {
                            if (!log.writesSince(mark.get(), Operator.NAMESPACE).isEmpty()) {
                                mark.set(log.mark());
                                since.set(System.nanoTime());
                            }
                            return System.nanoTime() - since.get() > QUIET.toNanos();
                        });
    }
}
