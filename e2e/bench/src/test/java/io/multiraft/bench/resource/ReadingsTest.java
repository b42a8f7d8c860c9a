package io.multiraft.bench.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    @Test
    void readsProcessorTimeBehindANameWithBlanksAndBrackets() {
        String stat = "4242 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 1234 66 0 0 20 0 30 0 99";

        assertThat(ProcessFiles.processorSeconds(stat)).isEqualTo(13.0);
    }

    @Test
    void countsThreadsOfCompilersAlone() {
        String fields = " S 1 2 3 4 5 6 7 8 9 10 1234 66 0 0 20 0 30 0 99";

        assertThat(CompilerTime.seconds("7 (C2 CompilerThre)" + fields)).isEqualTo(13.0);
        assertThat(CompilerTime.seconds("7 (C1 CompilerThre)" + fields)).isEqualTo(13.0);
        assertThat(CompilerTime.seconds("7 (VM Thread)" + fields)).isZero();
    }

    /** A moment ago in which nothing was compiled: all that this process has compiled so far. */
    @Test
    void findsTheCompilersOfAProcess() {
        CompilerTime start = CompilerTime.of(ProcessHandle.current().pid());

        assertThat(start.seconds()).isPositive();
        assertThat(start.secondsSince()).isNotNegative().isLessThan(start.seconds());
    }

    @Test
    void whatCannotBeReadIsNoNumber() {
        assertThat(CompilerTime.of(Long.MAX_VALUE).secondsSince()).isNaN();
    }

    @Test
    void readsAFieldInKilobytes() {
        List<String> status = List.of("VmPeak:\t  999 kB", "VmRSS:\t   2048 kB", "Threads:\t7");

        assertThat(ProcessFiles.number(status, "VmRSS:")).isEqualTo(2048);
        assertThat(ProcessFiles.number(status, "VmSwap:")).isNaN();
    }

    @Test
    void findsWhatAProcessHasAllocatedInItsMetrics() {
        String go =
                "# TYPE go_memstats_alloc_bytes_total counter\n"
                        + "go_memstats_alloc_bytes 12\ngo_memstats_alloc_bytes_total 3.5e+06\n";

        assertThat(AllocatedBytes.in(go)).isEqualTo(3_500_000);
        assertThat(AllocatedBytes.in("jvm_gc_memory_allocated_bytes_total 42.0\n")).isEqualTo(42);
        assertThat(AllocatedBytes.in("something_else 1\n")).isNaN();
    }

    @Test
    void readsTheKindOfProcessor() {
        assertThat(Machine.processor(List.of("processor\t: 0", "model name\t: Some CPU @ 2 GHz")))
                .isEqualTo(" of Some CPU @ 2 GHz");
        assertThat(Machine.processor(List.of("processor\t: 0"))).isEmpty();
    }

    @Test
    void findsTheDiskOfADevice() {
        List<String> statistics =
                List.of(
                        "   7       0 loop0 1 2 3 4 5 6 7 8 9 10 11",
                        " 254       0 vda 10 20 30 40 50 60 70 80 0 90 100",
                        " 254       1 vda1 1 2 3 4 5 6 1000 8 0 9 10");

        assertThat(DiskDevice.writtenBytes(statistics, 254 << 8)).isEqualTo(70 * 512);
        assertThat(DiskDevice.writtenBytes(statistics, 254 << 8 | 1)).isEqualTo(1000 * 512);
        assertThat(DiskDevice.writtenBytes(statistics, 9)).isNaN();
    }
}
