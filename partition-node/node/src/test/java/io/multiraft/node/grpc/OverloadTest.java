package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.multiraft.fsm.QueryResult;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.grpc.FakeCluster.Outcome;
import io.multiraft.node.grpc.FakeCluster.PendingCall;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.GetOutput;
import io.multiraft.proto.multiraft.map.v1.GetRequest;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More calls than there is room for: two commands, one that waits, one keep-alive, one stream. */
class OverloadTest {

    private static final int BYTES = 10_000;

    private final FakeCluster cluster = new FakeCluster(3, new AdmissionBounds(2, 1, 1, 1, BYTES));

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
        lead(1, 0);
        lead(2, 1);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void lead(int partition, int leader) {
        for (int node = 0; node < 3; node++) {
            FakeReplica replica = cluster.replica(node, partition);
            if (replica != null) {
                replica.lead(1, "n-" + leader, node == leader);
            }
        }
    }

    private PendingCall start(String node, int partition, int number) {
        return FakeCluster.start(cluster.connect(node), Samples.increment(partition, number));
    }

    private Outcome call(String node, Samples.Call call) {
        return FakeCluster.call(cluster.connect(node), call);
    }

    private static Samples.Call keepAlive() {
        return Samples.call(
                "atomix.multiraft.v1.Partition/KeepAlive",
                KeepAliveRequest.newBuilder()
                        .setHeaders(Samples.partition(1))
                        .setInput(KeepAliveInput.newBuilder().setSessionId(5))
                        .build());
    }

    private static Samples.Call put(int partition, int bytes) {
        return Samples.call(
                "atomix.multiraft.map.v1.Map/Put",
                PutRequest.newBuilder()
                        .setHeaders(Samples.command(partition, 1))
                        .setInput(PutInput.newBuilder().setValue(value(bytes)))
                        .build());
    }

    private static Value value(int bytes) {
        return Value.newBuilder().setValue(ByteString.copyFrom(new byte[bytes])).build();
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(outcome.status().getDescription()).contains(message);
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("no");
        assertThat(Integer.parseInt(outcome.trailer(Routing.RETRY_AFTER))).isPositive();
    }

    @Test
    void refusesWhatItHasNoRoomForAndServesAgainWhenItHas() {
        PendingCall one = start("n-0", 1, 1);
        start("n-0", 1, 2);
        FakeReplica replica = cluster.replica(0, 1);
        await().until(() -> replica.proposals.size() == 2);

        assertRefused(call("n-0", Samples.increment(1, 3)), "2 calls are under way on this node");
        assertThat(replica.proposals).hasSize(2);

        one.call.cancel("needed no more", null);
        await().until(() -> replica.detached.get() == 1);
        replica.answer(Samples.INCREMENTED);
        assertThat(call("n-0", Samples.increment(1, 3)).status().isOk()).isTrue();
        assertThat(call("n-0", Samples.increment(1, 4)).status().isOk()).isTrue();
    }

    @Test
    void keepsSessionsAliveHoweverManyCallsThereAre() {
        start("n-0", 1, 1);
        start("n-0", 1, 2);
        FakeReplica replica = cluster.replica(0, 1);
        await().until(() -> replica.proposals.size() == 2);
        replica.answer(Samples.INCREMENTED);

        assertThat(call("n-0", keepAlive()).status().isOk()).isTrue();
        assertThat(call("n-0", keepAlive()).status().isOk()).isTrue();
        assertRefused(call("n-0", Samples.increment(1, 3)), "2 calls are under way");
    }

    @Test
    void saysSoThroughTheNodeThatSentTheCallOn() {
        start("n-1", 2, 1);
        start("n-1", 2, 2);
        await().until(() -> cluster.replica(1, 2).proposals.size() == 2);

        assertRefused(call("n-0", Samples.increment(2, 3)), "2 calls are under way on this node");
    }

    @Test
    void letsNoPartitionWithoutALeaderKeepCallsFromTheOthers() {
        cluster.replica(0, 2).lead(2, "", false);
        PendingCall waiting = start("n-0", 2, 1);
        await().until(() -> cluster.replica(0, 2).watcherCount() == 1);

        assertRefused(call("n-0", Samples.increment(2, 2)), "1 calls wait for a leader");
        cluster.replica(0, 1).answer(Samples.INCREMENTED);
        assertThat(call("n-0", Samples.increment(1, 1)).status().isOk()).isTrue();

        cluster.replica(0, 2).answer(Samples.INCREMENTED);
        cluster.replica(0, 2).lead(3, "n-0", true);
        assertThat(waiting.await().status().isOk()).isTrue();
        cluster.replica(0, 2).lead(4, "", false);
        start("n-0", 2, 2);
        await().until(() -> cluster.replica(0, 2).watcherCount() == 1);
    }

    @Test
    void boundsTheBytesOfRequests() {
        PendingCall large = FakeCluster.start(cluster.connect("n-0"), put(1, BYTES - 1_000));
        await().until(() -> cluster.replica(0, 1).proposals.size() == 1);

        assertRefused(call("n-0", put(1, 1_000)), "of 10000 at most");
        assertThat(cluster.replica(0, 1).proposals).hasSize(1);

        large.call.cancel("needed no more", null);
        await().until(() -> cluster.replica(0, 1).detached.get() == 1);
        cluster.replica(0, 1).answer(Samples.INCREMENTED);
        assertThat(call("n-0", Samples.increment(1, 2)).status().isOk()).isTrue();
    }

    @Test
    void boundsTheBytesOfAnswers() {
        MapOutput found =
                MapOutput.newBuilder()
                        .setGet(
                                GetOutput.newBuilder()
                                        .setEntry(Entry.newBuilder().setValue(value(BYTES))))
                        .build();
        cluster.replica(0, 1).queryResult =
                CompletableFuture.completedFuture(
                        new QueryResult(
                                1, io.multiraft.fsm.Status.OK, "", List.of(found.toByteString())));

        Outcome outcome =
                call(
                        "n-0",
                        Samples.call(
                                "atomix.multiraft.map.v1.Map/Get",
                                GetRequest.newBuilder()
                                        .setHeaders(Samples.query(1, 0))
                                        .setInput(GetInput.newBuilder().setKey("k"))
                                        .build()));

        assertRefused(outcome, "of 10000 at most");
    }

    @Test
    void givesStreamsARoomOfTheirOwn() {
        FakeCluster.start(cluster.connect("n-0"), Samples.events(1));
        FakeReplica replica = cluster.replica(0, 1);
        await().until(() -> replica.proposals.size() == 1);

        assertRefused(call("n-0", Samples.events(1)), "1 streams are open on this node");
        replica.answer(Samples.INCREMENTED);
        assertThat(call("n-0", Samples.increment(1, 1)).status().isOk()).isTrue();
    }

    @Test
    void givesAHintWhereAPartitionHasNoRoomEither() {
        cluster.replica(0, 1)
                .failThenAnswer(
                        Samples.INCREMENTED,
                        new PartitionException(Kind.OVERLOADED, "too many wait already"));

        assertRefused(call("n-0", Samples.increment(1, 1)), "too many wait already");
    }
}
