package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void takesTheMiddleOfAnOddNumberOfFigures() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0, 2.0, 100.0))).isEqualTo(new Spread(1, 5, 100));
    }

    @Test
    void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 100.0)).median()).isEqualTo(3.5);
    }

    @Test
    void takesOneFigureForItself() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void refusesToSumUpNothing() {
        assertThatThrownBy(() -> Spread.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no figures");
    }

    @Test
    void comparesWithinEachRoundSoThatASlowRoundCancelsOut() {
        Spread ratio = Spread.ofRatios(List.of(200.0, 20.0, 300.0), List.of(100.0, 10.0, 100.0));

        assertThat(ratio).isEqualTo(new Spread(2, 2, 3));
    }

    @Test
    void refusesToCompareDifferentNumbersOfRounds() {
        assertThatThrownBy(() -> Spread.ofRatios(List.of(1.0, 2.0), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("figures of 2 rounds and of 1 cannot be compared");
    }

    @Test
    void callsHalfTheRangeNoise() {
        assertThat(new Spread(0.9, 1.0, 1.3).noise()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void containsItsEnds() {
        Spread spread = new Spread(0.9, 1.1, 1.2);

        assertThat(spread.contains(0.9)).isTrue();
        assertThat(spread.contains(1.2)).isTrue();
        assertThat(spread.contains(0.89)).isFalse();
        assertThat(spread.contains(1.21)).isFalse();
    }
}
