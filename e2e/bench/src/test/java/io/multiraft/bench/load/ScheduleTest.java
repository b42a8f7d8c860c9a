package io.multiraft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final long START = -5_000_000_000L;
    private static final Schedule SCHEDULE = new Schedule(START, 1_000);

    @Test
    void spacesOperationsEvenly() {
        assertThat(SCHEDULE.beginOf(0)).isEqualTo(START);
        assertThat(SCHEDULE.beginOf(1)).isEqualTo(START + 1_000_000);
        assertThat(SCHEDULE.beginOf(2_500)).isEqualTo(START + 2_500_000_000L);
    }

    @Test
    void doesNotDriftWhenARateDoesNotDivideASecond() {
        assertThat(new Schedule(0, 3).beginOf(3_000_000)).isEqualTo(1_000_000_000_000_000L);
    }

    @Test
    void countsWhatShouldHaveBegun() {
        assertThat(SCHEDULE.dueBy(START - 1)).isZero();
        assertThat(SCHEDULE.dueBy(START)).isEqualTo(1);
        assertThat(SCHEDULE.dueBy(START + 999_999)).isEqualTo(1);
        assertThat(SCHEDULE.dueBy(START + 1_000_000)).isEqualTo(2);
    }
}
