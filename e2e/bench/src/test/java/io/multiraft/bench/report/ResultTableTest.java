package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.resource.ResourceReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    private final List<Measurement> measurements = new ArrayList<>();

    /** Two milliseconds each, and twice as many when the lead-in is counted. */
    private void measured(String system, int round, int operations, int failures) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(2_000_000, operations);
        measurements.add(
                new Measurement(
                        system,
                        Workload.COUNTER_INCREMENT,
                        Load.callers(256),
                        round,
                        new LoadResult(
                                Duration.ofSeconds(2),
                                2L * operations,
                                operations,
                                failures,
                                0,
                                Optional.empty(),
                                latencies),
                        false,
                        new ResourceReading(0.5, Double.NaN, 4_000, 0, 100 << 20),
                        0.25));
    }

    private String row(String system) {
        return new ResultTable(new Figures(measurements), "ours")
                .markdown()
                .lines()
                .filter(line -> line.contains("callers | " + system + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    @Test
    void showsMediansWhatAnOperationCostsAndTheRatioWithinRounds() {
        measured("ours", 0, 2_000, 0);
        measured("theirs", 0, 1_000, 0);
        measured("ours", 1, 400, 0);
        measured("theirs", 1, 100, 0);
        measured("ours", 2, 3_000, 0);
        measured("theirs", 2, 1_000, 7);

        assertThat(row("ours"))
                .isEqualTo(
                        "| 256 callers | ours | 1,000 (200 - 1,500) | | 2.00 | 2.00 | 125, 63 | - |"
                                + " 1 | 0 | 100 | |");
        assertThat(row("theirs"))
                .startsWith("| 256 callers | theirs | 500 (50 - 500) | 3.00 (2.00 - 4.00) |")
                .endsWith("| 7 |");
    }

    @Test
    void saysInASentenceWhetherThereIsADifference() {
        measured("ours", 0, 110, 0);
        measured("theirs", 0, 100, 0);
        measured("ours", 1, 130, 0);
        measured("theirs", 1, 100, 0);

        assertThat(new Report(new Figures(measurements), "ours", "").verdicts("theirs"))
                .contains("1.200 times as many as theirs (1.100 to 1.300, noise 8.3 %)")
                .contains("FASTER in every round");

        measured("ours", 2, 90, 0);
        measured("theirs", 2, 100, 0);

        assertThat(new Report(new Figures(measurements), "ours", "").verdicts("theirs"))
                .contains("no difference beyond the noise");
    }
}
