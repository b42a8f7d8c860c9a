package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, of which one alone holds more calls than it has room for. */
class OverloadIT {

    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> EXECUTED =
            Metadata.Key.of("multiraft-executed", Metadata.ASCII_STRING_MARSHALLER);

    /** A node waits for a leader for a minute at most. */
    private static final long DEADLINE_SECONDS = 120;

    private static final int TOO_MANY = 500;

    @TempDir private Path directory;

    private final int firstPort = FreePorts.row(30);

    @Test
    void refusesWhatItHasNoRoomForAndServesTheOthersWhenThereIsALeader() throws Exception {
        Path file = config();
        ManagedChannel channel = connect();
        try (NodeProcess alone = serve(file, 0);
                NodeProcess second = serve(file, 1);
                NodeProcess third = serve(file, 2)) {
            for (NodeProcess node : List.of(alone, second, third)) {
                node.awaitOutput("serving after", 1);
            }
            second.kill();
            third.kill();
            await().until(() -> metric("partition_leader_known{partition=\"1\"}") == 0);

            int room = metric("admission_limit{port=\"api\",share=\"waiting\"}");
            List<CompletableFuture<OpenSessionResponse>> calls = new ArrayList<>();
            for (int number = 0; number < room + TOO_MANY; number++) {
                calls.add(open(channel, number));
            }
            await().until(() -> calls.stream().filter(call -> call.isDone()).count() == TOO_MANY);
            assertThat(metric("admission_under_way{port=\"api\",share=\"waiting\"}"))
                    .isEqualTo(room);
            assertThat(metric("calls_refused_total{port=\"api\",reason=\"waiting\"}"))
                    .isEqualTo(TOO_MANY);
            for (var refused : calls.stream().filter(call -> call.isDone()).toList()) {
                assertRefused(refused, room + " calls wait for a leader on this node");
            }

            try (NodeProcess again = serve(file, 1)) {
                for (var waited : calls.stream().filter(call -> !call.isDone()).toList()) {
                    waited.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
                }
                assertServed(open(channel, room + TOO_MANY));
                await().until(
                                () ->
                                        metric(
                                                        "admission_under_way{port=\"api\",share=\"waiting\"}")
                                                == 0);
                assertThat(again.isAlive()).isTrue();
            }
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<OpenSessionResponse> open(ManagedChannel channel, int number) {
        CompletableFuture<OpenSessionResponse> answer = new CompletableFuture<>();
        PartitionGrpc.newStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .openSession(
                        OpenSessionRequest.newBuilder()
                                .setHeaders(PartitionRequestHeaders.newBuilder().setPartitionId(1))
                                .setInput(
                                        OpenSessionInput.newBuilder()
                                                .setNonce(
                                                        ByteString.copyFromUtf8("call " + number)))
                                .build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(OpenSessionResponse response) {
                                answer.complete(response);
                            }

                            @Override
                            public void onError(Throwable error) {
                                answer.completeExceptionally(error);
                            }

                            @Override
                            public void onCompleted() {
                                // Its answer came before.
                            }
                        });
        return answer;
    }

    private static void assertServed(CompletableFuture<OpenSessionResponse> call) throws Exception {
        assertThat(call.get(DEADLINE_SECONDS, TimeUnit.SECONDS).getHeaders().getStatus())
                .isEqualTo(PartitionResponseHeaders.Status.OK);
    }

    private static void assertRefused(CompletableFuture<OpenSessionResponse> call, String message)
            throws Exception {
        try {
            assertThat(call.get()).as("answer").isNull();
        } catch (ExecutionException e) {
            StatusRuntimeException failure = (StatusRuntimeException) e.getCause();
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(failure.getStatus().getDescription()).startsWith(message);
            assertThat(failure.getTrailers().get(EXECUTED)).isEqualTo("no");
            assertThat(Long.parseLong(failure.getTrailers().get(RETRY_AFTER))).isPositive();
        }
    }

    private NodeProcess serve(Path file, int node) throws Exception {
        return NodeProcess.start(
                directory.resolve("output-" + node),
                "serve",
                "--config",
                file.toString(),
                "--name",
                "n-" + node,
                "--data-directory",
                Files.createDirectories(directory.resolve("n-" + node)).toString(),
                "--http-port",
                String.valueOf(firstPort + 25 + node));
    }

    private Path config() throws Exception {
        StringBuilder members = new StringBuilder();
        for (int node = 0; node < 3; node++) {
            int port = firstPort + 5 * node;
            members.append(
                    "  - {name: n-%d, host: localhost, apiPort: %d, peerPort: %d, adminPort: %d}%n"
                            .formatted(node, port, port + 1, port + 2));
        }
        return Files.writeString(
                directory.resolve("node.yaml"),
                """
                cluster: test
                partitions: [{id: 1, members: [n-0, n-1, n-2], bootstrap: true}]
                members:
                %s
                """
                        .formatted(members));
    }

    private ManagedChannel connect() {
        return ManagedChannelBuilder.forAddress("localhost", firstPort).usePlaintext().build();
    }

    /** Of the first node. */
    private int metric(String name) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + (firstPort + 25) + "/metrics");
        String prefix = "multiraft_" + name + " ";
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(prefix))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow();
    }
}
