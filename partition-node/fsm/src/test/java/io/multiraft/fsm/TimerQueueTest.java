package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final LogTime time = new LogTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final List<Long> fired = new ArrayList<>();

    @Test
    void firesByDeadlineAndThenById() {
        arm(3, 100);
        arm(1, 200);
        arm(2, 100);

        fireAt(199);
        assertThat(fired).containsExactly(2L, 3L);
        fireAt(200);
        assertThat(fired).containsExactly(2L, 3L, 1L);
    }

    @Test
    void timeNeverGoesBack() {
        time.advanceTo(500);
        time.advanceTo(400);
        arm(1, 100);

        assertThat(timers.nextMillis()).hasValue(600);
    }

    @Test
    void firesOnlySoManyAndLeavesTheRestDue() {
        arm(1, 10);
        arm(2, 10);
        arm(3, 10);
        time.advanceTo(10);

        timers.fireDue(2, () -> 0, fired::add);
        assertThat(fired).containsExactly(1L, 2L);
        assertThat(timers.hasDue()).isTrue();
        timers.fireDue(2, () -> 0, fired::add);
        assertThat(fired).containsExactly(1L, 2L, 3L);
        assertThat(timers.nextMillis()).isEmpty();
    }

    @Test
    void aTimerThatIsArmedByAnotherFiresWhenItIsDue() {
        timers.arm(1, 10, () -> timers.arm(2, 0, () -> {}));

        fireAt(10);
        assertThat(fired).containsExactly(1L, 2L);
    }

    @Test
    void resumeCountsEveryTimeoutFromThere() {
        arm(1, 100);
        arm(2, 50);
        time.advanceTo(1_000);
        time.resume();
        timers.resume();
        arm(3, 70);

        assertThat(timers.nextMillis()).hasValue(1_050);
        fireAt(1_099);
        assertThat(fired).containsExactly(2L, 3L);
        fireAt(1_100);
        assertThat(fired).containsExactly(2L, 3L, 1L);
    }

    @Test
    void aTimerIsCancelledOnceAndArmedOnce() {
        Timer timer = timers.arm(1, 10, () -> {});
        assertThatThrownBy(() -> timers.arm(1, 10, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("timer 1 is armed twice");
        timers.cancel(timer);
        assertThatThrownBy(() -> timers.cancel(timer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("timer 1 is not armed");
    }

    @Test
    void firesWhatASortedMapSays() {
        Random random = new Random(7);
        TreeMap<Long, Timer> armed = new TreeMap<>();
        for (long id = 1; id <= 500; id++) {
            armed.put(id, timers.arm(id, random.nextInt(300), () -> {}));
            if (random.nextInt(3) == 0) {
                timers.cancel(armed.remove(armed.firstKey()));
            }
            time.advanceTo(time.nowMillis() + random.nextInt(10));
            List<Long> due =
                    armed.values().stream()
                            .filter(timer -> timer.deadlineMillis() <= time.nowMillis())
                            .sorted(Timer.ORDER)
                            .map(Timer::id)
                            .toList();
            fired.clear();
            timers.fireDue(ALL, () -> 0, fired::add);
            assertThat(fired).isEqualTo(due);
            armed.keySet().removeAll(due);
        }
    }

    @Test
    void leavesTheRestWhenTheTimersHaveDoneEnough() {
        arm(1, 10);
        arm(2, 10);
        time.advanceTo(10);

        timers.fireDue(2, fired::size, fired::add);

        assertThat(fired).containsExactly(1L);
        assertThat(timers.hasDue()).isTrue();
    }

    private void arm(long id, long timeoutMillis) {
        timers.arm(id, timeoutMillis, () -> {});
    }

    private void fireAt(long millis) {
        time.advanceTo(millis);
        timers.fireDue(ALL, () -> 0, fired::add);
    }
}
