package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.multiraft.client.MultiRaftClient;
import io.multiraft.client.PartitionClient;
import io.multiraft.client.Session;
import io.multiraft.client.SessionOptions;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is told of one of three members, and has nothing to send. */
class LeaderNewsIT {

    /** It is kept alive every quarter of an hour: no call tells of the leader. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final int FIRST_PORT = FreePorts.row(30);

    private final Set<String> connected = ConcurrentHashMap.newKeySet();

    @Test
    void reachesTheClientAfterAHandOver(@TempDir Path directory) throws Exception {
        try (NodeProcess node = start(directory);
                MultiRaftClient client = client();
                Session session = client.openSession(SessionOptions.unnamed().withTimeout(LONG))) {
            int leader = leader();
            await().until(() -> connected.contains(address(leader)));
            int successor = leader == 2 ? 1 : 2;
            connected.remove(address(successor));

            // Again where a busy machine did not get it done in time.
            await().ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .untilAsserted(() -> transfer(leader(), successor));

            await().until(() -> connected.contains(address(successor)));
            assertThat(session.ended()).isEmpty();
        }
    }

    private static NodeProcess start(Path directory) throws Exception {
        NodeProcess node =
                NodeProcess.start(
                        directory.resolve("output"),
                        "dev",
                        "--members",
                        "3",
                        "--partitions",
                        "1",
                        "--data",
                        directory.resolve("data").toString(),
                        "--port",
                        String.valueOf(FIRST_PORT),
                        "--http-port",
                        String.valueOf(FIRST_PORT + 25));
        node.awaitOutput("Ctrl-C stops it", 1);
        return node;
    }

    private MultiRaftClient client() {
        return MultiRaftClient.builder()
                .endpoints(address(0))
                .channels(
                        address -> {
                            connected.add(address);
                            return ManagedChannelBuilder.forTarget(address).usePlaintext();
                        })
                .build();
    }

    private static String address(int member) {
        return "127.0.0.1:" + (FIRST_PORT + 10 * member);
    }

    private static int leader() throws Exception {
        CompletableFuture<LeaderEvent> leader = new CompletableFuture<>();
        ManagedChannel channel = ManagedChannelBuilder.forTarget(address(0)).usePlaintext().build();
        try (AutoCloseable watch =
                PartitionClient.watch(
                        channel,
                        1,
                        event -> {
                            if (!event.getAddress().isEmpty()) {
                                leader.complete(event);
                            }
                        },
                        error -> {})) {
            String address =
                    leader.get(TestPatience.LONG.toSeconds(), TimeUnit.SECONDS).getAddress();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            return (port - FIRST_PORT) / 10;
        } finally {
            channel.shutdownNow();
        }
    }

    private static void transfer(int leader, int successor) {
        if (leader == successor) {
            return;
        }
        ManagedChannel admin =
                ManagedChannelBuilder.forAddress("127.0.0.1", FIRST_PORT + 10 * leader + 2)
                        .usePlaintext()
                        .build();
        try {
            NodeGrpc.newBlockingStub(admin)
                    .transferLeadership(
                            TransferLeadershipRequest.newBuilder()
                                    .setPartitionId(1)
                                    .setTarget("dev-" + successor)
                                    .build());
        } finally {
            admin.shutdownNow();
        }
    }
}
