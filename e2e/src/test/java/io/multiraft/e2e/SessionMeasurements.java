package io.multiraft.e2e;

import com.google.protobuf.Duration;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Measurements;
import io.multiraft.e2e.support.Operator;
import io.multiraft.e2e.support.Processes;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveResponse;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionGrpc.PartitionBlockingStub;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What many sessions cost the API server and the operator. */
final class SessionMeasurements {

    private static final int OBJECTS = Integer.getInteger("e2e.measure.sessionObjects", 10_000);
    private static final int CLIENT_SESSIONS = 1_000;
    private static final int WRITERS = 8;
    private static final int KEEP_SECONDS = 60;
    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final PartitionRequestHeaders PARTITION =
            PartitionRequestHeaders.newBuilder().setPartitionId(1).build();

    private static final String OBJECT =
            """
            apiVersion: runtime.atomix.io/v1
            kind: Session
            metadata: {name: many-%1$d, namespace: default}
            spec: {cluster: sample, kind: Counter, primitive: {id: many-%1$d}, liveness: {type: None}}
            """;

    private SessionMeasurements() {}

    /** Sessions of clients that are shown as objects, from their opening to their end. */
    static void ofClients(TestBed bed, Measurements table) {
        bed.mirrorSessions("All");
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(bed.sample().endpoints().get(0))
                        .usePlaintext()
                        .build();
        try {
            PartitionBlockingStub partition = PartitionGrpc.newBlockingStub(channel);
            long opening = bed.auditLog().mark();
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < CLIENT_SESSIONS; i++) {
                ids.add(open(partition));
            }
            awaitShown(bed, ids.size(), partition, ids);
            long kept = bed.auditLog().mark();
            for (int i = 0; i < KEEP_SECONDS / KEEP_ALIVE_SECONDS; i++) {
                keepAlive(partition, ids);
                Await.during(java.time.Duration.ofSeconds(KEEP_ALIVE_SECONDS), "alive")
                        .until(() -> true);
            }
            long ending = bed.auditLog().mark();
            ids.forEach(id -> close(partition, id));
            awaitShown(bed, 0, partition, List.of());
            add(bed, table, "opened", opening, kept - opening, CLIENT_SESSIONS);
            add(bed, table, "kept alive for " + KEEP_SECONDS + " s", kept, ending - kept, 0);
            add(bed, table, "closed", ending, Long.MAX_VALUE, CLIENT_SESSIONS);
        } finally {
            channel.shutdownNow();
            bed.mirrorSessions("None");
        }
    }

    private static void add(
            TestBed bed, Measurements table, String what, long mark, long lines, int bound) {
        long writes =
                bed.auditLog().writesSince(mark, Operator.NAMESPACE).stream()
                        .limit(lines)
                        .filter(write -> write.contains(" sessions"))
                        .count();
        table.add(
                "API writes of Session objects for %,d sessions of clients: %s"
                        .formatted(CLIENT_SESSIONS, what),
                writes,
                bound,
                "");
    }

    private static long open(PartitionBlockingStub partition) {
        return partition
                .openSession(
                        OpenSessionRequest.newBuilder()
                                .setHeaders(PARTITION)
                                .setInput(
                                        OpenSessionInput.newBuilder()
                                                .setTimeout(Duration.newBuilder().setSeconds(60)))
                                .build())
                .getOutput()
                .getSessionId();
    }

    private static void awaitShown(
            TestBed bed, int count, PartitionBlockingStub partition, List<Long> ids) {
        Await.soon(count + " sessions of clients shown")
                .pollInterval(java.time.Duration.ofSeconds(KEEP_ALIVE_SECONDS))
                .until(
                        () -> {
                            keepAlive(partition, ids);
                            return sessions(bed).list().getItems().stream()
                                            .filter(one -> one.get("observed") != null)
                                            .count()
                                    == count;
                        });
    }

    private static void keepAlive(PartitionBlockingStub partition, List<Long> ids) {
        // All at once: keep-alives that are alone wait for one another.
        CountDownLatch answers = new CountDownLatch(ids.size());
        ids.forEach(
                id ->
                        PartitionGrpc.newStub(partition.getChannel())
                                .keepAlive(
                                        KeepAliveRequest.newBuilder()
                                                .setHeaders(PARTITION)
                                                .setInput(
                                                        KeepAliveInput.newBuilder()
                                                                .setSessionId(id))
                                                .build(),
                                        new Answer(answers)));
        try {
            if (!answers.await(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(answers.getCount() + " keep-alives unanswered");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Answer(CountDownLatch answers) implements StreamObserver<KeepAliveResponse> {

        @Override
        public void onNext(KeepAliveResponse response) {
            if (response.getHeaders().getStatus() == PartitionResponseHeaders.Status.OK) {
                answers.countDown();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // Not counted, and so told.
        }

        @Override
        public void onCompleted() {}
    }

    private static void close(PartitionBlockingStub partition, long id) {
        partition.closeSession(
                CloseSessionRequest.newBuilder()
                        .setHeaders(PARTITION)
                        .setInput(CloseSessionInput.newBuilder().setSessionId(id))
                        .build());
    }

    /** Session objects that are created at once, until the last is OPENED. */
    static void ofObjects(TestBed bed, Measurements table) throws InterruptedException {
        Set<String> opened = ConcurrentHashMap.newKeySet();
        double peak = 0;
        try (Watch watch = sessions(bed).watch(new Opened(opened))) {
            long start = System.nanoTime();
            create(bed);
            long applied = System.nanoTime();
            Progress.say(
                    "%,d Session objects in %d s, %,d are open"
                            .formatted(OBJECTS, (applied - start) / 1_000_000_000, opened.size()));
            long bound = applied + TimeUnit.MINUTES.toNanos(10);
            while (opened.size() < OBJECTS && System.nanoTime() < bound) {
                TimeUnit.SECONDS.sleep(1);
                peak = Math.max(peak, operatorMegabytes(bed));
            }
            table.add(
                    "%,d Session objects created at once: from the last to all OPENED (%,d are)"
                            .formatted(OBJECTS, opened.size()),
                    (System.nanoTime() - applied) / 1e9,
                    150,
                    "s");
        }
        table.add("operator memory (RSS) with them, at most", peak, 256, "MB");
    }

    private static double operatorMegabytes(TestBed bed) {
        return bed.operator().pods().stream()
                .flatMap(pod -> Processes.of(pod).stream())
                .mapToDouble(process -> Processes.residentKilobytes(process) / 1000.0)
                .max()
                .orElse(0);
    }

    private static void create(TestBed bed) throws InterruptedException {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < OBJECTS; i++) {
            GenericKubernetesResource object =
                    Serialization.unmarshal(OBJECT.formatted(i), GenericKubernetesResource.class);
            writers.execute(() -> sessions(bed).resource(object).create());
        }
        writers.shutdown();
        if (!writers.awaitTermination(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the objects were not created in 10 minutes");
        }
    }

    private static MixedOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            sessions(TestBed bed) {
        return bed.kubernetes().genericKubernetesResources("runtime.atomix.io/v1", "Session");
    }

    private record Opened(Set<String> names) implements Watcher<GenericKubernetesResource> {

        @Override
        public void eventReceived(Action action, GenericKubernetesResource session) {
            String name = session.getMetadata().getName();
            if (name.startsWith("many-") && "OPENED".equals(session.get("status", "state"))) {
                names.add(name);
            }
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
