package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.PartitionStatusException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionClientTest {

    private final FakeCluster cluster = new FakeCluster(1);
    private FakeNode node;
    private ManagedChannel channel;
    private PartitionClient partition;

    @BeforeEach
    void start() throws IOException {
        node = cluster.node();
        channel = InProcessChannelBuilder.forName(node.name()).build();
        partition = PartitionClient.over(channel, 1, TestPatience.LONG);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        cluster.close();
    }

    @Test
    void opensKeepsAndClosesASession() {
        OpenSessionOutput session =
                partition.openSession(OpenSessionInput.getDefaultInstance()).join();
        KeepAliveInput keepAlive =
                KeepAliveInput.newBuilder().setSessionId(session.getSessionId()).build();
        partition.keepAlive(keepAlive).join();
        partition.closeSession(session.getSessionId()).join();
        assertThatThrownBy(() -> partition.keepAlive(keepAlive).get())
                .cause()
                .isInstanceOfSatisfying(
                        PartitionStatusException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(Status.NOT_FOUND);
                            assertThat(e.answer()).isEqualTo("closed");
                        });
    }

    @Test
    void triesOnce() {
        node.fail("OpenSession", 1, FakeNode.Fault.REFUSE);
        assertThatThrownBy(() -> partition.openSession(OpenSessionInput.getDefaultInstance()).get())
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(node.calls).containsExactly("OpenSession");
    }

    @Test
    void givesUpAfterItsTimeout() {
        node.fail("CloseSession", 1, FakeNode.Fault.HANG);
        PartitionClient hasty = PartitionClient.over(channel, 1, Duration.ofMillis(500));
        assertThatThrownBy(() -> hasty.closeSession(1).get())
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void watchesTheLeaderAndSaysWhyTheWatchEnded() {
        Queue<LeaderEvent> leaders = new ConcurrentLinkedQueue<>();
        Queue<MultiRaftException> ends = new ConcurrentLinkedQueue<>();
        cluster.lead(1, 1, "node-1");
        PartitionClient.watch(channel, 1, leaders::add, ends::add);
        Awaitility.await().until(() -> cluster.watcherCount(1) == 1);
        cluster.lead(1, 2, "node-2");
        cluster.endWatches();
        Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(leaders).extracting(LeaderEvent::getAddress).containsExactly("node-1", "node-2");
        assertThat(ends).singleElement().isInstanceOf(UnavailableException.class);
    }

    @Test
    void watchingAPartitionThatIsNoneIsAMistake() {
        Queue<MultiRaftException> ends = new ConcurrentLinkedQueue<>();
        PartitionClient.watch(channel, 9, leader -> {}, ends::add);
        Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(ends)
                .singleElement()
                .isInstanceOf(InvalidException.class)
                .asString()
                .contains("no partition 9");
    }
}
