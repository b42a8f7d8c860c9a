package io.multiraft.fsm.benchmark;

import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Prints what many sessions cost in memory, and how long they hold an entry up when all end: in CPU
 * time, since the machine may have other work.
 */
public final class SessionCosts {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int ROUNDS = 5;

    private SessionCosts() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            long before = usedBytes();
            LargePartition large = new LargePartition().openSessions();
            large.partition().machine().snapshot().close();
            long after = usedBytes();
            System.out.printf(
                    "%,d sessions: %,d KiB, all of them expired: longest entry %,d us%n",
                    LargePartition.SESSIONS,
                    (after - before) >> 10,
                    longestExpiryNanos(large.partition()) / 1_000);
        }
    }

    private static long longestExpiryNanos(TestPartition partition) {
        long longest = 0;
        long later = partition.machine().clockMillis() + 3_600_000;
        while (partition.machine().nextDeadlineMillis().isPresent()) {
            long begin = THREADS.getCurrentThreadCpuTime();
            partition.machine().apply(LogEntry.newBuilder().setTimestampMillis(later).build());
            longest = Math.max(longest, THREADS.getCurrentThreadCpuTime() - begin);
        }
        return longest;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
