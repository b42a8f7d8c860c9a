package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.FreePorts;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HeartbeatChannelTest {

    private static final int QUESTIONS = 2_000;

    private final String nowhere = "127.0.0.1:" + FreePorts.one();

    /**
     * Where both other nodes are gone a question fails while it is asked, and then the other node
     * is. Of two groups that ask in opposite orders each held the connection the other wanted.
     */
    @Test
    void groupsThatAskInOppositeOrdersDoNotWaitForEachOther() throws Exception {
        ExecutorService groups = Executors.newFixedThreadPool(2, HeartbeatChannelTest::daemon);
        HeartbeatChannel one = new HeartbeatChannel(Duration.ofSeconds(1));
        HeartbeatChannel other = new HeartbeatChannel(Duration.ofSeconds(1));
        CountDownLatch answered = new CountDownLatch(2 * QUESTIONS);
        awaitRefusal(one);
        awaitRefusal(other);
        try {
            groups.execute(() -> askBoth(one, other, answered));
            groups.execute(() -> askBoth(other, one, answered));

            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            groups.shutdownNow();
        }
        one.close();
        other.close();
    }

    @Test
    void whatIsAskedOfOneThatIsClosedIsNo() {
        HeartbeatChannel channel = new HeartbeatChannel(Duration.ofSeconds(1));
        channel.close();
        AtomicInteger no = new AtomicInteger();

        ask(channel, follows -> no.addAndGet(follows ? 0 : 1));

        assertThat(no).hasValue(1);
    }

    /** From then on questions fail at once for a second. */
    private void awaitRefusal(HeartbeatChannel channel) throws InterruptedException {
        CountDownLatch refused = new CountDownLatch(1);
        ask(channel, no -> refused.countDown());
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void askBoth(HeartbeatChannel first, HeartbeatChannel second, CountDownLatch answered) {
        for (int i = 0; i < QUESTIONS; i++) {
            ask(first, no -> ask(second, neither -> answered.countDown()));
        }
    }

    private void ask(HeartbeatChannel channel, Consumer<Boolean> answer) {
        channel.ask(nowhere, ConfirmLeadRequest.getDefaultInstance(), answer);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "group");
        thread.setDaemon(true);
        return thread;
    }
}
