package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.proto.multiraft.counter.v1.CloseRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.WatchPartitionRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be refused at the door, and with which words. */
class BadRequestTest {

    private static final String PARTITION = "atomix.multiraft.v1.Partition/";
    private static final String COUNTER = "atomix.multiraft.counter.v1.Counter/";
    private static final String MAP = "atomix.multiraft.map.v1.Map/";
    private static final String NO_IDS =
            "headers.operation.session.session.partition.partition_id,"
                    + " headers.operation.session.session.session_id,"
                    + " headers.operation.session.service_id are missing; ids count from 1";

    private final FakeCluster cluster = new FakeCluster(1);
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
        channel = cluster.connect("n-0");
        cluster.replica(0, 1).lead(1, "n-0", true);
        cluster.replica(0, 1).answer(Samples.INCREMENTED);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(strangers(), incomplete(), unreadable()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> strangers() {
        return Stream.of(
                row(
                        Samples.openSession(9, ""),
                        Status.Code.NOT_FOUND,
                        "partition 9 unknown; this cluster has 1..2"),
                row(
                        Samples.openSession(-1, ""),
                        Status.Code.NOT_FOUND,
                        "partition 4294967295 unknown; this cluster has 1..2"),
                row(
                        Samples.increment(3, 1),
                        Status.Code.NOT_FOUND,
                        "partition 3 unknown; this cluster has 1..2"),
                row(
                        Samples.call(
                                PARTITION + "Watch",
                                WatchPartitionRequest.newBuilder().setPartitionId(7).build()),
                        Status.Code.NOT_FOUND,
                        "partition 7 unknown; this cluster has 1..2"),
                row(
                        Samples.call(MAP + "Put", put(ByteMarshaller.MAX_REQUEST_BYTES)),
                        Status.Code.RESOURCE_EXHAUSTED,
                        "the request message has more than 1048576 bytes, the most that is"
                                + " accepted"),
                row(
                        Samples.call(COUNTER + "Explode", new byte[0]),
                        Status.Code.UNIMPLEMENTED,
                        "Method not found: atomix.multiraft.counter.v1.Counter/Explode"));
    }

    private static Stream<Arguments> incomplete() {
        return Stream.of(
                invalid(
                        PARTITION + "OpenSession",
                        OpenSessionRequest.getDefaultInstance().toByteArray(),
                        "headers.partition_id is missing; ids count from 1"),
                invalid(
                        PARTITION + "KeepAlive",
                        KeepAliveRequest.getDefaultInstance().toByteArray(),
                        "headers.partition_id, input.session_id are missing; ids count from 1"),
                invalid(
                        PARTITION + "CloseSession",
                        CloseSessionRequest.newBuilder()
                                .setHeaders(Samples.partition(1))
                                .build()
                                .toByteArray(),
                        "input.session_id is missing; ids count from 1"),
                invalid(
                        PARTITION + "Watch",
                        new byte[0],
                        "partition_id is missing; ids count from 1"),
                invalid(
                        COUNTER + "Create",
                        CreateRequest.getDefaultInstance().toByteArray(),
                        "headers.partition.partition_id, headers.session_id are missing; ids count"
                                + " from 1"),
                invalid(
                        COUNTER + "Create",
                        CreateRequest.newBuilder()
                                .setHeaders(Samples.session(1))
                                .setInput(
                                        CreateServiceInput.newBuilder()
                                                .setService("atomix.multiraft.map.v1.Map"))
                                .build()
                                .toByteArray(),
                        "input.service is atomix.multiraft.map.v1.Map; accepted here:"
                                + " atomix.multiraft.counter.v1.Counter, or nothing"),
                invalid(
                        COUNTER + "Close",
                        CloseRequest.getDefaultInstance().toByteArray(),
                        "headers.session.partition.partition_id, headers.session.session_id,"
                                + " headers.service_id are missing; ids count from 1"),
                invalid(
                        COUNTER + "Close",
                        CloseRequest.newBuilder()
                                .setHeaders(Samples.service(1))
                                .setInput(CloseServiceInput.newBuilder().setServiceId(7))
                                .build()
                                .toByteArray(),
                        "input.service_id is 7; accepted here: 6 as in the headers, or nothing"),
                invalid(
                        COUNTER + "Increment",
                        IncrementRequest.getDefaultInstance().toByteArray(),
                        NO_IDS),
                invalid(COUNTER + "Get", GetRequest.getDefaultInstance().toByteArray(), NO_IDS),
                invalid(MAP + "Events", new byte[0], NO_IDS));
    }

    private static Stream<Arguments> unreadable() {
        byte[] garbage = {(byte) 0xff, (byte) 0xff, 3, 4};
        byte[] brokenHeaders = {0x0a, 0x02, (byte) 0x0a, 0x7f};
        byte[] wrongGroupEnd = {0x0c};
        return Stream.of(
                invalid(
                        PARTITION + "OpenSession",
                        garbage,
                        "the request is not a valid atomix.multiraft.v1.OpenSessionRequest: "),
                invalid(
                        COUNTER + "Increment",
                        garbage,
                        "the request is not a valid atomix.multiraft.counter.v1.IncrementRequest:"
                                + " "),
                invalid(
                        COUNTER + "Increment",
                        brokenHeaders,
                        "the request is not a valid atomix.multiraft.counter.v1.IncrementRequest:"
                                + " "),
                invalid(
                        COUNTER + "Get",
                        wrongGroupEnd,
                        "the request is not a valid atomix.multiraft.counter.v1.GetRequest: "));
    }

    private static byte[] put(int bytes) {
        return PutRequest.newBuilder()
                .setHeaders(Samples.command(1, 1))
                .setInput(
                        PutInput.newBuilder()
                                .setKey("k")
                                .setValue(
                                        Value.newBuilder()
                                                .setValue(ByteString.copyFrom(new byte[bytes]))))
                .build()
                .toByteArray();
    }

    private static Arguments invalid(String method, byte[] request, String description) {
        return row(Samples.call(method, request), Status.Code.INVALID_ARGUMENT, description);
    }

    private static Arguments row(Samples.Call call, Status.Code code, String description) {
        return Arguments.of(call.method().getFullMethodName(), call, code, description);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("requests")
    void refusesWithTheReason(
            String method, Samples.Call call, Status.Code code, String description) {
        FakeCluster.Outcome outcome = FakeCluster.call(channel, call);

        assertThat(outcome.status().getCode()).isEqualTo(code);
        assertThat(outcome.status().getDescription()).startsWith(description);
        assertThat(outcome.messages()).isEmpty();
        assertThat(cluster.replica(0, 1).proposals).isEmpty();
        assertThat(FakeCluster.call(channel, Samples.increment(1, 1)).status().isOk())
                .as("the node goes on")
                .isTrue();
    }

    @Test
    void refusesASecondRequestMessage() {
        Samples.Call increment = Samples.increment(1, 1);
        FakeCluster.PendingCall pending =
                new FakeCluster.PendingCall(
                        channel.newCall(
                                increment.method().toBuilder()
                                        .setType(
                                                io.grpc.MethodDescriptor.MethodType
                                                        .CLIENT_STREAMING)
                                        .build(),
                                io.grpc.CallOptions.DEFAULT));
        pending.call.start(pending, new Metadata());
        pending.call.sendMessage(increment.request());
        pending.call.sendMessage(increment.request());
        pending.call.halfClose();
        pending.call.request(1);

        assertThat(pending.await().status().getDescription())
                .isEqualTo("exactly one request message is accepted");
    }

    @Test
    void namesThePartitionThatHasNoLeader() {
        cluster.replica(0, 2).lead(1, "", false);

        FakeCluster.Outcome outcome =
                FakeCluster.callWithoutDeadline(channel, Samples.increment(2, 1));

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.status().getDescription())
                .startsWith("partition 2 has no leader now; tried for ");
        assertThat(outcome.trailer(Routing.EXECUTED)).isEqualTo("no");
    }
}
