package io.multiraft.node.stream;

import static io.multiraft.node.stream.FakeStream.INCREMENT;
import static io.multiraft.node.stream.FakeStream.increment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.multiraft.fsm.Effect;
import io.multiraft.node.TestPatience;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.grpc.ByteMarshaller;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.ServiceOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One stream, from its first message to its end. */
class ExchangeTest {

    /** Three frames or 10,000 bytes are a full stream; nobody is waited for long. */
    private static final StreamLimits SMALL =
            new StreamLimits(3, 10_000, 600_000, java.time.Duration.ofMillis(50), 4);

    private final List<OutputListener> proposals = new ArrayList<>();
    private FakeStream stream;

    /** Node n-0 leads partition 2, and answers when the test says so. */
    private void open(StreamLimits limits) throws Exception {
        open(new FakeStream(limits));
    }

    private void open(FakeStream opened) {
        stream = opened;
        stream.replica.lead(1, "n-0", true);
        stream.replica.onPropose = (proposal, listener) -> proposals.add(listener);
        stream.nameMethods(INCREMENT);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    private static void answer(OutputListener listener, long value) {
        CounterOutput output =
                CounterOutput.newBuilder()
                        .setIncrement(IncrementOutput.newBuilder().setValue(value))
                        .build();
        PartitionOutput partition =
                PartitionOutput.newBuilder()
                        .setSessionOutput(
                                SessionOutput.newBuilder()
                                        .setServiceOutput(
                                                ServiceOutput.newBuilder()
                                                        .setPayload(output.toByteString())))
                        .build();
        listener.onOutput(new Effect.Output(7, 7, 1, io.multiraft.fsm.Status.OK, "", partition));
        listener.onClosed(new Effect.StreamClosed(7, io.multiraft.fsm.Status.OK, ""));
    }

    @Test
    void answersInTheOrderInWhichItIsDone() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(11), increment(12));
        answer(proposals.get(1), 8);
        stream.proceed();
        answer(proposals.get(0), 9);

        assertThat(stream.answers())
                .extracting(ResponseFrame::getFrameId)
                .containsExactly(12L, 11L);
        IncrementResponse first =
                IncrementResponse.parseFrom(stream.answers().get(0).getResponse());
        assertThat(first.getOutput().getValue()).isEqualTo(8);
        assertThat(stream.answers())
                .noneMatch(ResponseFrame::hasError)
                .allMatch(answer -> answer.getLeader().isEmpty());
    }

    @Test
    void sendsAnswersThatComeTogetherInOneMessage() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(1), increment(2), increment(3));
        proposals.forEach(listener -> answer(listener, 1));

        assertThat(stream.answers()).hasSize(3);
        assertThat(stream.messages).hasSize(1);
    }

    @Test
    void namesTheLeaderThatServed() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.cluster.replica(1, 2).onPropose = (proposal, listener) -> answer(listener, 4);
        stream.cluster.replica(1, 2).lead(2, "n-1", true);
        stream.replica.lead(2, "n-1", false);
        stream.receive(increment(1));

        await().until(() -> stream.answers().size() == 1);
        assertThat(stream.answers().get(0).getLeader()).isEqualTo("host-1:5678");
        assertThat(stream.answers().get(0).hasError()).isFalse();
    }

    @Test
    void tellsAFrameThatTheNodeHasNoRoomForWhenToComeBack() throws Exception {
        open(new FakeStream(StreamLimits.DEFAULT, new AdmissionBounds(1, 1, 1, 1, 1_000_000)));
        stream.receive(increment(1), increment(2));

        assertThat(proposals).hasSize(1);
        ResponseFrame refused = stream.answers().get(0);
        assertThat(refused.getFrameId()).isEqualTo(2);
        assertThat(refused.getError().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(refused.getError().getMessage()).startsWith("1 calls are under way");
        assertThat(refused.getError().getNotExecuted()).isTrue();
        assertThat(refused.getError().getRetryAfter().getNanos()).isPositive();

        answer(proposals.get(0), 1);
        stream.receive(increment(2));
        assertThat(proposals).hasSize(2);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Kind.INVALID, Status.Code.INVALID_ARGUMENT, true),
                Arguments.of(Kind.OVERLOADED, Status.Code.RESOURCE_EXHAUSTED, true),
                Arguments.of(Kind.TIMEOUT, Status.Code.DEADLINE_EXCEEDED, false),
                Arguments.of(Kind.INDETERMINATE, Status.Code.ABORTED, false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsAsACallOfItsOwnWould(Kind kind, Status.Code code, boolean notExecuted)
            throws Exception {
        open(StreamLimits.DEFAULT);
        RequestFrame frame =
                increment(1).toBuilder()
                        .setRequest(FakeStream.incrementRequest(0).toByteString())
                        .build();
        stream.receive(frame);
        proposals.get(0).onError(new PartitionException(kind, "as told"));

        FrameError error = stream.answers().get(0).getError();
        assertThat(error.getCode()).isEqualTo(code.value());
        assertThat(error.getMessage()).isEqualTo("as told");
        assertThat(error.getNotExecuted()).isEqualTo(notExecuted);
    }

    @Test
    void aBrokenFrameDoesNotTakeTheOthersWithIt() throws Exception {
        open(StreamLimits.DEFAULT);
        ByteString whole = increment(2).toByteString();
        stream.receiveFrames(
                increment(1).toByteString(),
                whole.substring(0, whole.size() - 1),
                ByteString.copyFrom(new byte[] {(byte) 0xff}),
                increment(3).toByteString());
        proposals.forEach(listener -> answer(listener, 1));

        assertThat(proposals).hasSize(2);
        assertThat(stream.answers())
                .extracting(ResponseFrame::getFrameId)
                .containsExactlyInAnyOrder(2L, 0L, 1L, 3L);
        assertThat(stream.answers().subList(0, 2))
                .allSatisfy(
                        answer -> {
                            assertThat(answer.getError().getCode())
                                    .isEqualTo(Status.Code.INVALID_ARGUMENT.value());
                            assertThat(answer.getError().getMessage())
                                    .startsWith("the frame is no valid RequestFrame: ");
                            assertThat(answer.getError().getNotExecuted()).isTrue();
                        });
        assertThat(stream.status).isNull();
    }

    static Stream<Arguments> refusals() {
        RequestFrame good = increment(7);
        Duration.Builder timeout = Duration.newBuilder();
        return Stream.of(
                Arguments.of(
                        good.toBuilder().setFrameId(0),
                        Status.Code.INVALID_ARGUMENT,
                        "frame_id is missing; accepted are numbers from 1"),
                Arguments.of(
                        good.toBuilder().setFrameId(1),
                        Status.Code.INVALID_ARGUMENT,
                        "frame_id is 1, that of another unanswered frame; accepted is any other"
                                + " number"),
                Arguments.of(
                        good.toBuilder().setMethod(0),
                        Status.Code.INVALID_ARGUMENT,
                        "method is 0; accepted are 1..3, positions in the stream's methods"),
                Arguments.of(
                        good.toBuilder().setMethod(-1),
                        Status.Code.INVALID_ARGUMENT,
                        "method is 4294967295; accepted are 1..3, positions in the stream's"
                                + " methods"),
                Arguments.of(
                        good.toBuilder().setMethod(2),
                        Status.Code.UNIMPLEMENTED,
                        "method \"a.B/C\" is unknown here; accepted are those with one answer of"
                                + " atomix.multiraft.counter.v1.Counter,"
                                + " atomix.multiraft.v1.Partition"),
                Arguments.of(
                        good.toBuilder().setMethod(3),
                        Status.Code.UNIMPLEMENTED,
                        "method \"atomix.multiraft.v1.Partition/Watch\" answers with a stream,"
                                + " which a frame does not; accepted is a call of its own"),
                Arguments.of(
                        good.toBuilder().setTimeout(timeout.setSeconds(-1)),
                        Status.Code.INVALID_ARGUMENT,
                        "timeout is -1 s and 0 ns; accepted is more than 0, with less than"
                                + " 1000000000 ns, or none"),
                Arguments.of(
                        good.toBuilder().setTimeout(timeout.setSeconds(1).setNanos(1_000_000_000)),
                        Status.Code.INVALID_ARGUMENT,
                        "timeout is 1 s and 1000000000 ns; accepted is more than 0, with less than"
                                + " 1000000000 ns, or none"),
                Arguments.of(
                        good.toBuilder().setTimeout(Duration.getDefaultInstance()),
                        Status.Code.DEADLINE_EXCEEDED,
                        "timeout is 0: it is over"),
                Arguments.of(
                        good.toBuilder().setRequest(ByteString.copyFrom(new byte[] {1})),
                        Status.Code.INVALID_ARGUMENT,
                        "the request is not a valid atomix.multiraft.counter.v1.IncrementRequest:"
                                + " Protocol message contained an invalid tag (zero)."),
                Arguments.of(
                        good.toBuilder().setRequest(ByteString.copyFrom(new byte[1024 * 1024 + 1])),
                        Status.Code.RESOURCE_EXHAUSTED,
                        "the request message has more than 1048576 bytes, the most that is"
                                + " accepted"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("refusals")
    void refusesAFrameAloneAndSaysWhy(RequestFrame.Builder frame, Status.Code code, String message)
            throws Exception {
        open(StreamLimits.DEFAULT);
        stream.nameMethods("a.B/C", "atomix.multiraft.v1.Partition/Watch");
        stream.receive(increment(1));

        stream.receive(frame.build());

        ResponseFrame answer = stream.answers().get(0);
        assertThat(answer.getFrameId()).isEqualTo(frame.getFrameId());
        assertThat(answer.getError().getMessage()).isEqualTo(message);
        assertThat(answer.getError().getCode()).isEqualTo(code.value());
        assertThat(answer.getError().getNotExecuted()).isTrue();
        answer(proposals.get(0), 3);
        assertThat(stream.answers()).hasSize(2);
        assertThat(proposals).hasSize(1);
    }

    @Test
    void saysThatNoMethodIsNamedYet() throws Exception {
        stream = new FakeStream(StreamLimits.DEFAULT);
        stream.receive(increment(1));

        assertThat(stream.answers().get(0).getError().getMessage())
                .isEqualTo("method is 1, but the stream has named none in methods");
    }

    @Test
    void showsNoMoreOfAnUnknownNameThanTellsWhatItIs() throws Exception {
        stream = new FakeStream(StreamLimits.DEFAULT);
        stream.nameMethods("x".repeat(100_000));
        stream.receive(increment(1));

        assertThat(stream.answers().get(0).getError().getMessage())
                .startsWith("method \"" + "x".repeat(100) + "...\" is unknown here; ");
    }

    static Stream<Arguments> brokenMessages() {
        byte[] frames =
                ExchangeRequest.newBuilder()
                        .addAllFrames(Collections.nCopies(4, increment(1)))
                        .build()
                        .toByteArray();
        byte[] methods =
                ExchangeRequest.newBuilder()
                        .addAllMethods(Collections.nCopies(5, INCREMENT))
                        .build()
                        .toByteArray();
        String reason = "the message is no ExchangeRequest that is accepted: ";
        return Stream.of(
                Arguments.of(new byte[] {(byte) 0x12, 5, 1}, reason + "While parsing a protocol"),
                Arguments.of(new byte[] {(byte) 0x0a, 1, (byte) 0xff}, reason + "Protocol message"),
                Arguments.of(new byte[] {(byte) 0x1c}, reason + "Protocol message end-group"),
                Arguments.of(frames, reason + "it has more than 3 frames"),
                Arguments.of(methods, reason + "it has more than 4 methods"),
                Arguments.of(ByteMarshaller.UNREADABLE, "the message cannot be decompressed"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenMessages")
    void endsWithAMessageThatCannotBeCutIntoFrames(byte[] message, String reason) throws Exception {
        open(SMALL);
        stream.receive(increment(1));

        stream.receive(message);

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(stream.status.getDescription()).startsWith(reason);
        assertThat(stream.replica.detached).hasValue(1);
        assertThat(stream.ended).hasSize(1);
        answer(proposals.get(0), 1);
        assertThat(stream.answers()).isEmpty();
    }

    @Test
    void nothingOfAMessageIsServedThatIsBrokenFurtherOn() throws Exception {
        open(StreamLimits.DEFAULT);
        byte[] good = ExchangeRequest.newBuilder().addFrames(increment(1)).build().toByteArray();
        byte[] message = java.util.Arrays.copyOf(good, good.length + 2);
        message[good.length] = 0x12;
        message[good.length + 1] = 9;

        stream.receive(message);

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(proposals).isEmpty();
    }

    @Test
    void namesOnlySoManyMethods() throws Exception {
        open(SMALL);
        stream.nameMethods("a", "b", "c");
        assertThat(stream.status).isNull();

        stream.nameMethods("d");

        assertThat(stream.status.getDescription())
                .isEqualTo("the stream has named more than 4 methods, the most that is accepted");
    }

    @Test
    void readsOnOnlyWhileThereIsRoomForFrames() throws Exception {
        open(SMALL);
        assertThat(stream.requested).isEqualTo(1);
        stream.receive(increment(1), increment(2));
        assertThat(stream.requested).isEqualTo(1);
        stream.receive(increment(3));
        assertThat(stream.requested).isZero();

        answer(proposals.get(1), 1);
        stream.proceed();

        assertThat(stream.requested).isEqualTo(1);
    }

    @Test
    void readsOnOnlyWhileThereIsRoomForBytes() throws Exception {
        open(SMALL);
        RequestFrame large =
                increment(1).toBuilder()
                        .setRequest(
                                FakeStream.incrementRequest(1)
                                        .toByteString()
                                        .concat(unknownField(10_000)))
                        .build();
        stream.receive(large);
        assertThat(stream.requested).isZero();

        answer(proposals.get(0), 1);
        stream.proceed();

        assertThat(stream.requested).isEqualTo(1);
    }

    /** A field that no message has: it is skipped. */
    private static ByteString unknownField(int bytes) {
        return com.google.protobuf.UnknownFieldSet.newBuilder()
                .addField(
                        999,
                        com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
                                .build())
                .build()
                .toByteString();
    }

    @Test
    void takesNothingInWhileAnswersDoNotLeave() throws Exception {
        open(new StreamLimits(3, 10_000, 600_000, java.time.Duration.ofHours(1), 4));
        stream.ready = false;
        stream.receive(increment(1), increment(2), increment(3));
        proposals.forEach(listener -> answer(listener, 1));
        assertThat(stream.answers()).isEmpty();
        assertThat(stream.requested).isZero();

        stream.becomeReady();

        assertThat(stream.answers()).hasSize(3);
        assertThat(stream.requested).isEqualTo(1);
    }

    @Test
    void endsAStreamWhoseCallerTakesNoAnswers() throws Exception {
        open(SMALL);
        stream.ready = false;
        stream.receive(increment(1), increment(2));
        answer(proposals.get(0), 1);

        await().untilAsserted(
                        () -> {
                            stream.proceed();
                            assertThat(stream.status).isNotNull();
                        });

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stream.status.getDescription())
                .isEqualTo(
                        "the caller has taken no answer for 50 ms; send what was not answered"
                                + " again, with its command numbers, and read faster");
        assertThat(stream.replica.detached).hasValue(2);
        assertThat(stream.ended).hasSize(1);
    }

    @Test
    void endsAStreamWithMoreUnreadAnswersThanItMayHold() throws Exception {
        open(new StreamLimits(3, 10_000, 20, java.time.Duration.ofHours(1), 4));
        stream.ready = false;
        stream.receive(increment(1), increment(2));
        proposals.forEach(listener -> answer(listener, 1));
        stream.proceed();

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stream.status.getDescription())
                .startsWith("the caller has more than 20 bytes of answers to read; ");
    }

    @Test
    void endsAStreamWhoseUnreadAnswersTheNodeHasNoRoomFor() throws Exception {
        open(new FakeStream(StreamLimits.DEFAULT, new AdmissionBounds(1, 1, 1, 1, 10_000)));
        stream.ready = false;
        for (int frameId = 1; stream.status == null && frameId <= 2_000; frameId++) {
            stream.receive(increment(frameId).toBuilder().setMethod(99).build());
        }

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stream.status.getDescription())
                .startsWith(
                        "the caller reads too slowly for a node that has no room for its answers");
        assertThat(stream.admission.bytes()).isZero();
    }

    @Test
    void answersWhatIsUnderWayAfterTheCallersHalfIsClosed() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(1));
        stream.halfClose();
        assertThat(stream.status).isNull();

        answer(proposals.get(0), 1);

        assertThat(stream.answers()).hasSize(1);
        assertThat(stream.status.isOk()).isTrue();
        assertThat(stream.ended).hasSize(1);
    }

    @Test
    void endsAtOnceWhereNothingIsUnderWay() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.halfClose();

        assertThat(stream.status.isOk()).isTrue();
    }

    @Test
    void nobodyIsWaitedForAfterTheCallerHasGone() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(1), increment(2));
        stream.cancel();

        assertThat(stream.replica.detached).hasValue(2);
        assertThat(stream.ended).hasSize(1);
        answer(proposals.get(0), 1);
        assertThat(stream.answers()).isEmpty();
    }

    @Test
    void endsWithTheNodeWhenAllIsAnswered() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(1));
        stream.stop(TestPatience.LONG.toMillis());
        assertThat(stream.status).isNull();
        stream.receive(increment(2));
        answer(proposals.get(0), 1);

        assertThat(stream.answers()).hasSize(2);
        assertThat(stream.answers().get(0).getFrameId()).isEqualTo(2);
        assertThat(stream.answers().get(0).getError().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE.value());
        assertThat(stream.answers().get(0).getError().getNotExecuted()).isTrue();
        assertThat(stream.answers().get(1).hasError()).isFalse();
        assertThat(stream.status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(proposals).hasSize(1);
    }

    @Test
    void doesNotHoldTheNodesStopUp() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.receive(increment(1));
        stream.stop(1);

        await().untilAsserted(
                        () -> {
                            stream.proceed();
                            assertThat(stream.status).isNotNull();
                        });

        assertThat(stream.status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(stream.replica.detached).hasValue(1);
    }

    @Test
    void answersInTimeWhatIsNotDoneInTime() throws Exception {
        open(StreamLimits.DEFAULT);
        Duration soon = Duration.newBuilder().setNanos(1_000_000).build();
        stream.receive(increment(1).toBuilder().setTimeout(soon).build(), increment(2));

        await().until(() -> stream.answers().size() == 1);

        ResponseFrame answer = stream.answers().get(0);
        assertThat(answer.getFrameId()).isEqualTo(1);
        assertThat(answer.getError().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED.value());
        assertThat(answer.getError().getNotExecuted()).isFalse();
        assertThat(stream.replica.detached).hasValue(1);
        // Its id is free again, and what comes of it now is for nobody.
        stream.receive(increment(1));
        answer(proposals.get(0), 1);
        assertThat(stream.answers()).hasSize(1);
        answer(proposals.get(2), 9);
        assertThat(stream.answers()).hasSize(2);
        IncrementResponse response =
                IncrementResponse.parseFrom(stream.answers().get(1).getResponse());
        assertThat(response.getOutput().getValue()).isEqualTo(9);
    }

    @Test
    void waitsForALeaderNoLongerThanTheFrame() throws Exception {
        open(StreamLimits.DEFAULT);
        stream.replica.lead(2, "", false);
        Duration soon = Duration.newBuilder().setNanos(400_000_000).build();
        stream.receive(increment(1).toBuilder().setTimeout(soon).build());

        await().until(() -> stream.answers().size() == 1);

        // Before its timeout, and so with what was missing; on a machine that stood still, after
        // it.
        assertThat(stream.answers().get(0).getError().getCode())
                .isIn(Status.Code.UNAVAILABLE.value(), Status.Code.DEADLINE_EXCEEDED.value());
    }
}
