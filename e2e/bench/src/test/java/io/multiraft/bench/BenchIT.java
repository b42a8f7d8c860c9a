package io.multiraft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.bench.report.Figures;
import io.multiraft.bench.report.Report;
import io.multiraft.bench.system.Echo;
import io.multiraft.bench.system.Multiraft;
import io.multiraft.bench.system.NodeBuild;
import io.multiraft.bench.system.ServerProcess;
import io.multiraft.bench.system.SystemUnderTest;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** A run with so little load that its figures say nothing, but all of it works. */
class BenchIT {

    private static final NodeBuild NODE =
            new NodeBuild(
                    NodeBuild.script(Path.of(System.getProperty("bench.project"))),
                    System.getProperty("java.class.path"));

    /** One of each sort; the others differ from them in size only. */
    private static final List<Workload> WORKLOADS =
            List.of(
                    Workload.COUNTER_INCREMENT,
                    Workload.MIXED,
                    Workload.KEEP_ALIVE,
                    Workload.FAN_OUT);

    @TempDir private Path directory;

    @Test
    void measuresEverySortOfWorkloadAndLeavesNothingRunning() throws Exception {
        Plan plan =
                new Plan(
                        WORKLOADS,
                        List.of(4),
                        List.of(50),
                        1,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ofSeconds(1));
        List<Measurement> measurements;
        List<ServerProcess> processes;
        try (Multiraft multiraft =
                        Multiraft.start("multiraft", NODE, directory.resolve("multiraft"));
                SystemUnderTest echo = Echo.start(directory.resolve("echo"))) {
            processes = multiraft.processes();
            measurements =
                    new Rounds(
                                    plan,
                                    List.of(multiraft, multiraft.streamed(), echo),
                                    new Progress(System.out))
                            .run();
        }

        for (Workload workload : WORKLOADS) {
            assertMeasured(measurements, "multiraft", workload);
            if (workload != Workload.FAN_OUT) {
                assertMeasured(measurements, "echo", workload);
            }
        }
        assertMeasured(measurements, "multiraft stream", Workload.KEEP_ALIVE);
        assertThat(processes).hasSize(3).noneMatch(BenchIT::runs);
        assertReported(new Figures(measurements));
    }

    private static void assertMeasured(
            List<Measurement> measurements, String system, Workload workload) {
        List<Measurement> some =
                measurements.stream()
                        .filter(one -> one.system().equals(system) && one.workload() == workload)
                        .toList();
        assertThat(some).extracting(Measurement::load).contains(Load.callers(4));
        assertThat(some)
                .allSatisfy(
                        one -> {
                            assertThat(one.result().failure()).isEmpty();
                            assertThat(one.result().ended()).isPositive();
                            assertThat(one.used().residentBytes()).isPositive();
                        });
    }

    private static boolean runs(ServerProcess process) {
        return ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    private void assertReported(Figures figures) throws Exception {
        Path report = directory.resolve("report");
        new Report(figures, "multiraft", "A test.").write(report);

        assertThat(report.resolve("report.md"))
                .content()
                .contains("### counter increment", "| 4 callers", "| 50/s offered", "| echo");
        assertThat(report.resolve("summary.md"))
                .content()
                .contains("A test.", "| counter increment", "| 50/s offered");
        assertWellFormed(report.resolve("counter-increment.svg"));
        assertWellFormed(report.resolve("fan-out.svg"));
    }

    private static void assertWellFormed(Path svg) throws Exception {
        InputSource text = new InputSource(new StringReader(Files.readString(svg)));
        assertThat(
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(text)
                                .getElementsByTagName("rect")
                                .getLength())
                .isGreaterThan(2);
    }
}
