package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Measurements;
import io.multiraft.e2e.support.Operator;
import io.multiraft.e2e.support.Processes;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.e2e.support.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How fast, how small. Not among the tests: {@code e2e/measure.sh} runs it and prints the table.
 */
class Measure {

    private static final Duration IDLE =
            Duration.ofSeconds(Long.getLong("e2e.measure.idleSeconds", 300));

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(3600)
    void everything() throws IOException, InterruptedException {
        Measurements table = new Measurements();
        try (TestBed bed = TestBed.bare()) {
            bed.operator().loadImages();
            untilOpened(bed, table);
            idle(bed, table);
            leaderGap(bed, table);
            nodeStart(bed, table);
            SessionMeasurements.ofClients(bed, table);
            SessionMeasurements.ofObjects(bed, table);
        }
        System.out.println(table.markdown());
        table.write(Path.of("target", "measurements.md"));
        assertThat(table.missed()).isEmpty();
    }

    /** This alone, and so a part of the above. */
    @Test
    @Timeout(1800)
    void sessionsOfClients() {
        Measurements table = new Measurements();
        try (TestBed bed = TestBed.start()) {
            SessionMeasurements.ofClients(bed, table);
        }
        assertThat(table.missed()).isEmpty();
    }

    /** This alone, and so a part of the above. */
    @Test
    @Timeout(1800)
    void sessionObjects() throws InterruptedException {
        Measurements table = new Measurements();
        try (TestBed bed = TestBed.start()) {
            SessionMeasurements.ofObjects(bed, table);
        }
        assertThat(table.missed()).isEmpty();
    }

    private static void untilOpened(TestBed bed, Measurements table) {
        bed.operator().install();
        long start = System.nanoTime();
        bed.applySamples();
        for (String session : List.of("orders", "settings", "worker")) {
            bed.awaitOpened(TestBed.NAMESPACE, session);
        }
        table.add(
                "from `helm install` returning to three sessions OPENED",
                seconds(System.nanoTime() - start),
                30,
                "s");
        bed.awaitWell();
    }

    private static void idle(TestBed bed, Measurements table) {
        bed.sample().awaitPreferredLeaders();
        Progress.say("idle for " + IDLE.toSeconds() + " s, after 20 s to settle");
        Await.during(Duration.ofSeconds(20), "settled").until(() -> true);
        long mark = bed.auditLog().mark();
        Await.during(IDLE, "idle").until(() -> true);
        List<String> writes = bed.auditLog().writesSince(mark, Operator.NAMESPACE);
        table.add(
                "node memory (RSS), idle, 3 partitions", megabytes(bed.sample().pods()), 220, "MB");
        table.add("operator memory (RSS), idle", megabytes(bed.operator().pods()), 160, "MB");
        table.add(
                "API writes by the operator in "
                        + IDLE.toSeconds()
                        + " idle seconds, leases aside "
                        + writes,
                writes.size(),
                0,
                "");
    }

    /** The worst of several deaths of the leader of partition 1. */
    private static void leaderGap(TestBed bed, Measurements table) {
        Duration worst = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            try (Workload workload =
                    Workload.start(
                            bed.sample(), TestBed.PARTITIONS, "gap", Duration.ofSeconds(30))) {
                workload.resetGaps();
                Pod leader = bed.sample().leaderOf(1);
                bed.faults().deletePods(List.of(leader));
                workload.awaitProgress();
                bed.sample().awaitSuccessor(leader);
                bed.awaitWell();
                Duration gap = workload.longestGap();
                Progress.say("time without a successful write: " + gap.toMillis() + " ms");
                workload.assertNothingLost();
                worst = worst.compareTo(gap) > 0 ? worst : gap;
            }
        }
        table.add(
                "leader pod killed: time without a successful write, worst of 5",
                seconds(worst.toNanos()),
                3,
                "s");
    }

    /** From the start of the process to the first ready answer; the worst of all nodes. */
    private void nodeStart(TestBed bed, Measurements table) {
        double worst = 0;
        for (Pod pod : bed.sample().pods()) {
            long before = Processes.of(pod).orElseThrow().pid();
            bed.faults().killProcess(pod);
            String readiness = "http://" + pod.getStatus().getPodIP() + ":9090/readyz";
            double start =
                    Await.within(60, pod.getMetadata().getName() + " serving again")
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> startSeconds(pod, before, readiness), Optional::isPresent)
                            .orElseThrow();
            Progress.say("start to serving: " + start + " s");
            worst = Math.max(worst, start);
            bed.awaitWell();
        }
        table.add("node: start to serving with data of 3 partitions", worst, 3, "s");
    }

    /** The age of the pod's new process, once that is ready. */
    private Optional<Double> startSeconds(Pod pod, long before, String readiness)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(readiness))
                        .timeout(Duration.ofSeconds(1))
                        .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status != 200
                ? Optional.empty()
                : Processes.of(pod)
                        .filter(process -> process.pid() != before)
                        .map(process -> seconds(Processes.age(process).toNanos()));
    }

    private static double megabytes(List<Pod> pods) {
        return pods.stream()
                .mapToDouble(
                        pod ->
                                Processes.residentKilobytes(Processes.of(pod).orElseThrow())
                                        / 1000.0)
                .peek(megabytes -> Progress.say("RSS " + megabytes + " MB"))
                .max()
                .orElseThrow();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
