package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void hasLinesAtRoundNumbers() {
        assertThat(Axis.to(8_677)).isEqualTo(new Axis(2_000, 5));
        assertThat(Axis.to(16_000)).isEqualTo(new Axis(5_000, 4));
        assertThat(Axis.to(100)).isEqualTo(new Axis(20, 5));
        assertThat(Axis.to(249)).isEqualTo(new Axis(50, 5));
    }

    @Test
    void endsAtOrAboveTheGreatestFigureWithAFewLines() {
        for (double most : List.of(0.0031, 0.99, 1.0, 1.01, 2.9, 3.0, 7.5, 99.9, 123_456.0)) {
            Axis axis = Axis.to(most);

            assertThat(axis.end()).as("%s", most).isBetween(most * (1 - 1e-9), most * 1.34);
            assertThat(axis.lines()).as("%s", most).isBetween(3, 8);
            assertThat(axis.end()).isCloseTo(axis.step() * axis.lines(), within(1e-9));
        }
    }
}
