package io.multiraft.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.multiraft.proto.node.v1.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusFeedTest {

    private static final int LOOKS_PER_SIGN =
            (int) (StatusFeed.SIGN_OF_LIFE_MILLIS / StatusFeed.LOOK_MILLIS);

    /** Its one thread waits, so that only the tests look. */
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final List<NodeStatus> seen = new ArrayList<>();
    private final Consumer<NodeStatus> watcher = seen::add;
    private long now;
    private NodeStatus status = NodeStatus.newBuilder().setName("n-0").build();

    private final StatusFeed feed =
            new StatusFeed(
                    () ->
                            status.toBuilder()
                                    .setObserved(Timestamp.newBuilder().setSeconds(++now))
                                    .build(),
                    timers);

    @BeforeEach
    void standStill() {
        timers.execute(
                () -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @AfterEach
    void stop() {
        over.countDown();
        timers.shutdownNow();
    }

    @Test
    void saysNothingWhileOnlyTimePassesButGivesASignOfLife() {
        feed.add(watcher);
        feed.look();
        seen.clear();

        for (int i = 1; i < LOOKS_PER_SIGN; i++) {
            feed.look();
        }
        assertThat(seen).isEmpty();
        feed.look();
        assertThat(seen).hasSize(1);
    }

    @Test
    void tellsAChangeAtTheNextLookAndOnce() {
        feed.add(watcher);
        feed.look();
        seen.clear();
        status = status.toBuilder().setVersion("2").build();

        feed.look();
        feed.look();

        assertThat(seen).extracting(NodeStatus::getVersion).containsExactly("2");
    }

    @Test
    void forgetsAWatcherThatLeft() {
        feed.add(watcher);
        feed.remove(watcher);
        seen.clear();
        status = status.toBuilder().setVersion("2").build();

        feed.look();

        assertThat(seen).isEmpty();
    }
}
