package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.util.TimeDuration;
import org.apache.ratis.util.TimeoutExecutor;
import org.apache.ratis.util.function.CheckedRunnable;
import org.junit.jupiter.api.Test;

class SharedTimeoutsTest {

    private static final TimeDuration SECOND = TimeDuration.valueOf(1, TimeUnit.SECONDS);

    private final List<TimeDuration> timers = new ArrayList<>();
    private final List<CheckedRunnable<?>> due = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private long nanos = 5;
    private final SharedTimeouts timeouts = new SharedTimeouts(new Timers(), () -> nanos);

    @Test
    void thoseThatEndAtAboutTheSameTimeShareATimer() throws Throwable {
        time("a");
        nanos += SharedTimeouts.STEP.toNanos() / 2;
        time("b");
        assertThat(timers).hasSize(1);
        nanos += SharedTimeouts.STEP.toNanos() / 2;
        time("c");
        assertThat(timers).hasSize(2);
        assertThat(timeouts.getTaskCount()).isEqualTo(3);

        due.get(0).run();
        assertThat(timeouts.getTaskCount()).isEqualTo(1);
        assertThat(ran).containsExactly("a", "b");
        due.get(1).run();
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void noneIsEarlyAndNoneIsLaterThanAStep() {
        long least = SECOND.toLong(TimeUnit.NANOSECONDS);
        for (int i = 0; i < 10; i++) {
            time("a");
            nanos += SharedTimeouts.STEP.toNanos() + 12_345_678;
        }

        assertThat(timers)
                .hasSize(10)
                .extracting(timer -> timer.toLong(TimeUnit.NANOSECONDS))
                .allSatisfy(
                        timer ->
                                assertThat(timer)
                                        .isBetween(least, least + SharedTimeouts.STEP.toNanos()));
    }

    @Test
    void oneThatFailsKeepsNoOtherBack() throws Throwable {
        List<IOException> errors = new ArrayList<>();
        IOException error = new IOException();
        timeouts.onTimeout(
                SECOND,
                () -> {
                    throw error;
                },
                (IOException e) -> errors.add(e));
        time("b");

        due.get(0).run();

        assertThat(errors).containsExactly(error);
        assertThat(ran).containsExactly("b");
    }

    private void time(String name) {
        timeouts.onTimeout(SECOND, () -> ran.add(name), RuntimeException.class::cast);
    }

    private final class Timers implements TimeoutExecutor {

        @Override
        public int getTaskCount() {
            return due.size();
        }

        @Override
        public <E extends Throwable> void onTimeout(
                TimeDuration time, CheckedRunnable<E> task, Consumer<E> onError) {
            timers.add(time);
            due.add(task);
        }
    }
}
