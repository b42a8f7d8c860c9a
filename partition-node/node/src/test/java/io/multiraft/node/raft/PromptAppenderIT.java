package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An appender has one thing to do for an entry: it was woken three times more to do nothing. */
class PromptAppenderIT {

    private static final int ENTRIES = 500;

    @TempDir private Path root;

    @Test
    void isWokenOnceForAnEntry() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 10_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);
            client.increment();
            String leader = cluster.awaitLeader(1);
            long waitsBefore = appenderWaits(leader);

            for (int i = 0; i < ENTRIES; i++) {
                client.increment();
            }

            int followers = 2;
            assertThat(appenderWaits(leader) - waitsBefore).isLessThan(2L * followers * ENTRIES);
        }
    }

    @Test
    void timeoutsOfItsMessagesShareTimers() throws Exception {
        try (TestCluster cluster = new TestCluster(root, 3, 1, 10_000).startAll(true)) {
            CounterClient client = CounterClient.open(cluster, 1);

            await().atMost(TestCluster.PATIENCE)
                    .until(
                            () -> {
                                client.increment();
                                return SharedTimeouts.INSTANCE.getTaskCount() > 0;
                            });
        }
    }

    /** How often the threads that send to the followers have waited. */
    private static long appenderWaits(String leader) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(leader + "@"))
                .filter(thread -> thread.getThreadName().contains("PromptAppender"))
                .mapToLong(ThreadInfo::getWaitedCount)
                .sum();
    }
}
