package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.MessageLite;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.Status;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.counter.v1.CloseRequest;
import io.multiraft.proto.multiraft.counter.v1.CloseResponse;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.map.v1.EntriesOutput;
import io.multiraft.proto.multiraft.map.v1.EntriesRequest;
import io.multiraft.proto.multiraft.map.v1.EntriesResponse;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsResponse;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.GetOutput;
import io.multiraft.proto.multiraft.map.v1.GetRequest;
import io.multiraft.proto.multiraft.map.v1.GetResponse;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseServiceOutput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.CreateServiceOutput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a primitive's request becomes in the log, and what its response is made of. */
class PrimitiveEndpointTest {

    private static final String COUNTER = "atomix.multiraft.counter.v1.Counter/";
    private static final String MAP = "atomix.multiraft.map.v1.Map/";

    private final FakeCluster cluster = new FakeCluster(1);
    private FakeReplica replica;

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
        replica = cluster.replica(0, 1);
        replica.lead(1, "n-0", true);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private FakeCluster.Outcome call(String method, MessageLite request) {
        FakeCluster.Outcome outcome =
                FakeCluster.call(cluster.connect("n-0"), Samples.call(method, request));
        assertThat(outcome.status().isOk()).as("%s", outcome.status()).isTrue();
        return outcome;
    }

    @Test
    void putsTheInputOfACommandIntoTheLogAndItsOutputIntoTheResponse() throws Exception {
        replica.answer(Samples.INCREMENTED);

        Samples.Call increment = Samples.increment(1, 4);
        FakeCluster.Outcome outcome = FakeCluster.call(cluster.connect("n-0"), increment);

        ByteString payload =
                CounterInput.newBuilder()
                        .setIncrement(IncrementInput.newBuilder().setDelta(2))
                        .build()
                        .toByteString();
        assertThat(replica.proposals)
                .containsExactly(
                        Proposal.newBuilder()
                                .setCommandSequenceNum(4)
                                .setInput(
                                        session(
                                                SessionInput.newBuilder()
                                                        .setServiceInput(
                                                                ServiceInput.newBuilder()
                                                                        .setServiceId(6)
                                                                        .setPayload(payload))))
                                .build());
        IncrementResponse response = IncrementResponse.parseFrom(outcome.messages().get(0));
        assertThat(response.getOutput().getValue()).isEqualTo(3);
        assertThat(response.getHeaders().getOutputSequenceNum()).isEqualTo(1);
        assertThat(response.getHeaders().getOperation().getSession().getSession().getPartition())
                .isEqualTo(headers(7, PartitionResponseHeaders.Status.OK, ""));
    }

    @Test
    void answersARefusedCommandInBandAndWithoutAnOutput() throws Exception {
        replica.onPropose =
                (proposal, listener) -> {
                    listener.onOutput(
                            new Effect.Output(
                                    8,
                                    8,
                                    0,
                                    Status.NOT_FOUND,
                                    "session 5 expired",
                                    PartitionOutput.getDefaultInstance()));
                    listener.onClosed(new Effect.StreamClosed(8, Status.OK, ""));
                };

        FakeCluster.Outcome outcome =
                FakeCluster.call(cluster.connect("n-0"), Samples.increment(1, 4));

        IncrementResponse response = IncrementResponse.parseFrom(outcome.messages().get(0));
        assertThat(response.hasOutput()).isFalse();
        assertThat(response.getHeaders().getOperation().getSession().getSession().getPartition())
                .isEqualTo(
                        headers(8, PartitionResponseHeaders.Status.NOT_FOUND, "session 5 expired"));
    }

    @Test
    void saysHowACommandEndedThatHasNoOutputAnyMore() throws Exception {
        replica.onPropose =
                (proposal, listener) ->
                        listener.onClosed(
                                new Effect.StreamClosed(9, Status.CANCELED, "acknowledged before"));

        FakeCluster.Outcome outcome =
                FakeCluster.call(cluster.connect("n-0"), Samples.increment(1, 4));

        PartitionResponseHeaders headers =
                IncrementResponse.parseFrom(outcome.messages().get(0))
                        .getHeaders()
                        .getOperation()
                        .getSession()
                        .getSession()
                        .getPartition();
        assertThat(headers)
                .isEqualTo(
                        headers(
                                0,
                                PartitionResponseHeaders.Status.CANCELED,
                                "acknowledged before"));
    }

    @Test
    void createsAServiceOfTheTypeThatTheMethodBelongsTo() throws Exception {
        replica.answer(
                PartitionOutput.newBuilder()
                        .setSessionOutput(
                                SessionOutput.newBuilder()
                                        .setCreateService(
                                                CreateServiceOutput.newBuilder().setServiceId(6)))
                        .build());

        FakeCluster.Outcome outcome =
                call(
                        COUNTER + "Create",
                        CreateRequest.newBuilder()
                                .setHeaders(
                                        Samples.session(1).toBuilder()
                                                .setCommandSequenceNum(3)
                                                .setEpoch(2))
                                .setInput(CreateServiceInput.newBuilder().setName("orders"))
                                .build());

        assertThat(replica.proposals)
                .containsExactly(
                        Proposal.newBuilder()
                                .setCommandSequenceNum(3)
                                .setEpoch(2)
                                .setInput(
                                        session(
                                                SessionInput.newBuilder()
                                                        .setCreateService(
                                                                CreateServiceInput.newBuilder()
                                                                        .setName("orders")
                                                                        .setService(
                                                                                "atomix.multiraft.counter.v1.Counter"))))
                                .build());
        assertThat(CreateResponse.parseFrom(outcome.messages().get(0)).getOutput().getServiceId())
                .isEqualTo(6);
    }

    @Test
    void closesAService() throws Exception {
        replica.answer(
                PartitionOutput.newBuilder()
                        .setSessionOutput(
                                SessionOutput.newBuilder()
                                        .setCloseService(CloseServiceOutput.getDefaultInstance()))
                        .build());

        FakeCluster.Outcome outcome =
                call(
                        COUNTER + "Close",
                        CloseRequest.newBuilder().setHeaders(Samples.service(1)).build());

        assertThat(replica.proposals)
                .containsExactly(
                        Proposal.newBuilder()
                                .setInput(
                                        session(
                                                SessionInput.newBuilder()
                                                        .setCloseService(
                                                                CloseServiceInput.newBuilder()
                                                                        .setServiceId(6))))
                                .build());
        CloseResponse response = CloseResponse.parseFrom(outcome.messages().get(0));
        assertThat(response.hasOutput()).isTrue();
        assertThat(response.getHeaders().getSession().getPartition())
                .isEqualTo(headers(7, PartitionResponseHeaders.Status.OK, ""));
    }

    @Test
    void deletesAServiceThatIsClosedSo() {
        replica.answer(PartitionOutput.getDefaultInstance());

        call(
                COUNTER + "Close",
                CloseRequest.newBuilder()
                        .setHeaders(Samples.service(1))
                        .setInput(CloseServiceInput.newBuilder().setDelete(true))
                        .build());

        assertThat(replica.proposals)
                .extracting(sent -> sent.getInput().getSessionInput().getCloseService())
                .containsExactly(
                        CloseServiceInput.newBuilder().setServiceId(6).setDelete(true).build());
    }

    @Test
    void readsWithoutTheLog() throws Exception {
        MapOutput found =
                MapOutput.newBuilder()
                        .setGet(
                                GetOutput.newBuilder()
                                        .setEntry(Entry.newBuilder().setKey("a").setIndex(12)))
                        .build();
        replica.queryResult =
                CompletableFuture.completedFuture(
                        new QueryResult(20, Status.OK, "", List.of(found.toByteString())));

        FakeCluster.Outcome outcome =
                call(
                        MAP + "Get",
                        GetRequest.newBuilder()
                                .setHeaders(Samples.query(1, 9))
                                .setInput(GetInput.newBuilder().setKey("a"))
                                .build());

        ByteString payload =
                MapInput.newBuilder()
                        .setGet(GetInput.newBuilder().setKey("a"))
                        .build()
                        .toByteString();
        assertThat(replica.queries).containsExactly(new Query(5, 6, 0, payload));
        assertThat(replica.proposals).isEmpty();
        GetResponse response = GetResponse.parseFrom(outcome.messages().get(0));
        assertThat(response.getOutput().getEntry()).isEqualTo(found.getGet().getEntry());
    }

    @Test
    void streamsManyEntriesOfOneRead() throws Exception {
        int count = 3 * Outbound.MAX_WAITING_MESSAGES;
        List<ByteString> outputs =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        MapOutput.newBuilder()
                                                .setEntries(
                                                        EntriesOutput.newBuilder()
                                                                .setEntry(
                                                                        Entry.newBuilder()
                                                                                .setIndex(i)))
                                                .build()
                                                .toByteString())
                        .toList();
        replica.queryResult =
                CompletableFuture.completedFuture(new QueryResult(20, Status.OK, "", outputs));

        FakeCluster.Outcome outcome =
                call(
                        MAP + "Entries",
                        EntriesRequest.newBuilder().setHeaders(Samples.query(1, 0)).build());

        assertThat(outcome.messages()).hasSize(count);
        EntriesResponse last = EntriesResponse.parseFrom(outcome.messages().get(count - 1));
        assertThat(last.getOutput().getEntry().getIndex()).isEqualTo(count - 1);
    }

    @Test
    void streamsEventsAndEndsWithTheReason() throws Exception {
        replica.onPropose =
                (proposal, listener) -> {
                    listener.onOutput(Samples.event(1));
                    listener.onOutput(Samples.event(2));
                    listener.onClosed(new Effect.StreamClosed(7, Status.CANCELED, "session ended"));
                };

        FakeCluster.Outcome outcome = FakeCluster.call(cluster.connect("n-0"), Samples.events(1));

        assertThat(outcome.status().isOk()).isTrue();
        assertThat(outcome.messages()).hasSize(3);
        EventsResponse second = EventsResponse.parseFrom(outcome.messages().get(1));
        assertThat(second.getHeaders().getOutputSequenceNum()).isEqualTo(2);
        assertThat(second.getOutput().getEvent().getType()).isEqualTo(Event.Type.INSERT);
        EventsResponse last = EventsResponse.parseFrom(outcome.messages().get(2));
        assertThat(last.getHeaders().getOperation().getSession().getSession().getPartition())
                .isEqualTo(headers(0, PartitionResponseHeaders.Status.CANCELED, "session ended"));
    }

    @Test
    void mergesAnInputThatCameInParts() throws Exception {
        replica.answer(Samples.INCREMENTED);
        Samples.Call once = Samples.increment(1, 4);
        byte[] second = {0x12, 0x02, 0x08, 0x05};
        byte[] both =
                ByteString.copyFrom(once.request())
                        .concat(ByteString.copyFrom(second))
                        .toByteArray();

        FakeCluster.call(cluster.connect("n-0"), Samples.call(COUNTER + "Increment", both));

        ByteString payload =
                replica.proposals
                        .get(0)
                        .getInput()
                        .getSessionInput()
                        .getServiceInput()
                        .getPayload();
        assertThat(CounterInput.parseFrom(payload).getIncrement().getDelta()).isEqualTo(5);
    }

    @Test
    void refusesAServiceThatIsNoPrimitive() {
        ServiceDescriptor partition =
                io.multiraft.proto.multiraft.v1.PartitionOuterClass.getDescriptor()
                        .findServiceByName("Partition");

        assertThatThrownBy(() -> PrimitiveEndpoint.of(partition, cluster.router(0)))
                .hasMessage("atomix.multiraft.v1.Partition.OpenSession has no operation_type");
    }

    private static PartitionInput session(SessionInput.Builder input) {
        return PartitionInput.newBuilder().setSessionInput(input.setSessionId(5)).build();
    }

    private static PartitionResponseHeaders headers(
            long index, PartitionResponseHeaders.Status status, String message) {
        return PartitionResponseHeaders.newBuilder()
                .setIndex(index)
                .setStatus(status)
                .setMessage(message)
                .build();
    }
}
