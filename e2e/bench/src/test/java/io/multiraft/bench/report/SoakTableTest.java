package io.multiraft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.bench.report.SoakTable.Row;
import io.multiraft.bench.resource.NodeFootprint;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTableTest {

    private static Row row(long writes, int residentMebibytes, int diskMebibytes) {
        return new Row(
                writes,
                List.of(
                        new NodeFootprint(1 << 20, 1 << 20),
                        new NodeFootprint(
                                (double) residentMebibytes * (1 << 20),
                                (double) diskMebibytes * (1 << 20))));
    }

    @Test
    void showsEachNodeAtEachLook() {
        SoakTable table = new SoakTable(List.of(row(0, 150, 9), row(1_000_000, 300, 40)), 1);

        assertThat(table.markdown().lines().skip(2).map(line -> line.replaceAll(" +", " ")))
                .containsExactly("| 0 | 1, 150 | 1, 9 |", "| 1,000,000 | 1, 300 | 1, 40 |");
    }

    /** Also one that has shrunk again by the end. */
    @Test
    void judgesTheLargestNodeAndItsLargestLaterLook() {
        SoakTable table =
                new SoakTable(
                        List.of(
                                row(0, 100, 9),
                                row(100, 200, 40),
                                row(200, 250, 460),
                                row(300, 210, 40)),
                        1);

        assertThat(table.judged())
                .extracting(Judged::measured)
                .containsExactly("200 MB", "1.25 x", "460 MB");
        assertThat(table.judged()).extracting(Judged::met).containsExactly(true, false, false);
    }
}
