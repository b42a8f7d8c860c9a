package io.multiraft.client.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

    private final Queue<Runnable> bursts = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final List<Throwable> told = new ArrayList<>();
    private final Thread.UncaughtExceptionHandler before =
            Thread.currentThread().getUncaughtExceptionHandler();
    private boolean ended;
    private Runnable whileRefused = () -> {};
    private final TaskQueue queue =
            new TaskQueue(
                    burst -> {
                        if (ended) {
                            whileRefused.run();
                            throw new RejectedExecutionException("ended");
                        }
                        bursts.add(burst);
                    },
                    () -> done.add("after"));

    @AfterEach
    void restore() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    @Test
    void whatComesTogetherIsOneBurst() {
        queue.execute(() -> done.add("one"));
        queue.execute(
                () -> {
                    done.add("two");
                    queue.execute(() -> done.add("three"));
                });
        assertThat(bursts).hasSize(1);
        bursts.remove().run();
        assertThat(done).containsExactly("one", "two", "three", "after");
        assertThat(bursts).isEmpty();
    }

    @Test
    void whatComesLaterIsAnother() {
        queue.execute(() -> done.add("one"));
        bursts.remove().run();
        queue.execute(() -> done.add("two"));
        bursts.remove().run();
        assertThat(done).containsExactly("one", "after", "two", "after");
    }

    @Test
    void aLongQueueLeavesTheThreadToOthersNowAndThen() {
        for (int i = 0; i < 1_000; i++) {
            queue.execute(() -> done.add("task"));
        }
        bursts.remove().run();
        assertThat(done).hasSizeLessThan(1_000).endsWith("after");
        while (!bursts.isEmpty()) {
            bursts.remove().run();
        }
        assertThat(done.stream().filter("task"::equals)).hasSize(1_000);
    }

    @Test
    void aTaskThatFailsIsToldOfAndDoesNotTakeOthersWithIt() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> told.add(error));
        IllegalStateException bug = new IllegalStateException("a bug");
        queue.execute(
                () -> {
                    throw bug;
                });
        queue.execute(() -> done.add("other"));
        bursts.remove().run();
        assertThat(told).containsExactly(bug);
        assertThat(done).containsExactly("other", "after");
    }

    @Test
    void aTaskIsRunHereOnceTheThreadHasEnded() {
        ended = true;
        queue.execute(
                () -> {
                    done.add("late");
                    queue.execute(() -> done.add("of the late"));
                });
        assertThat(done).containsExactly("late", "of the late");
    }

    /** Its owner saw that a burst was to come, and waited for it for ever. */
    @Test
    void aTaskIsNotLeftBehindWhenTheThreadRefusesTheOneBefore() {
        ended = true;
        whileRefused = () -> queue.execute(() -> done.add("meanwhile"));
        queue.execute(() -> done.add("late"));
        assertThat(done).containsExactly("late", "meanwhile");
    }

    @Test
    void whatWasTakenIsRunThoughTheThreadEnds() {
        for (int i = 0; i < 1_000; i++) {
            queue.execute(() -> done.add("task"));
        }
        ended = true;
        bursts.remove().run();
        assertThat(done.stream().filter("task"::equals)).hasSize(1_000);
    }
}
