package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.proto.multiraft.v1.KeepAliveOutput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCoreTest {

    private static final long TIMEOUT_MILLIS = 4_000;
    private static final Outcome NOT_NOW =
            new Outcome.Failed(Failure.UNAVAILABLE, false, false, "no leader", "");

    private final ClientCore core = new ClientCore(2_500, new TwoNodes(), () -> 0.5);
    private final List<Action> said = new ArrayList<>();
    private long nowMillis;
    private SessionCore session;

    private static final class TwoNodes implements Connections {
        @Override
        public List<String> endpoints() {
            return List.of("a", "b");
        }

        @Override
        public boolean ready(String address) {
            return true;
        }
    }

    @BeforeEach
    void open() {
        session = core.open(nowMillis, 1, TIMEOUT_MILLIS);
        answer(next(), new Answer(Status.OK, "", 7, 1));
        assertThat(said()).containsOnlyOnce(new Action.Complete(session.operation()));
        answer(next(), ok());
    }

    @Test
    void givesACommandTheSameNumberInEveryAttempt() {
        session.command(nowMillis, "counter");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        Action.Send first = next();
        end(first, NOT_NOW);
        waitMillis(100);
        Action.Send second = next();
        assertThat(second.request()).isEqualTo(first.request());
        assertThat(first.request())
                .isEqualTo(new Request.Command(2, new Lease(1, 7, 1), 9, 2, false));
        assertThat(second.address()).isNotEqualTo(first.address());
    }

    @Test
    void createsAServiceOnceForAllThatWaitForIt() {
        long one = session.command(nowMillis, "counter");
        long other = session.query(nowMillis, "counter");
        Action.Send creation = next();
        assertThat(creation.request()).isInstanceOf(Request.CreateService.class);
        assertThat(sends()).isEmpty();
        answer(creation, new Answer(Status.OK, "", 9, 0));
        assertThat(sends())
                .extracting(send -> send.request().operation())
                .containsExactly(one, other);
    }

    @Test
    void whatWaitedForAServiceHasNotHappened() {
        long waited = session.command(nowMillis, "counter");
        Action.Send creation = next();
        end(creation, new Outcome.Failed(Failure.INVALID, true, false, "no such partition", ""));
        assertThat(said()).contains(new Action.Fail(waited, Failure.INVALID, "no such partition"));
    }

    @Test
    void leavesAnAddressThatIsSilentAndDoubtsIt() {
        session.command(nowMillis, "counter");
        Action.Send silent = next();
        waitMillis(silent.timeoutMillis());
        assertThat(said())
                .contains(
                        new Action.Abandon(silent.callId(), silent.attempt()),
                        new Action.Doubt(silent.address(), silent.timeoutMillis()));
    }

    @Test
    void ignoresTheAnswerToAnAttemptThatWasGivenUp() {
        long operation = session.command(nowMillis, "counter");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        Action.Send late = next();
        waitMillis(late.timeoutMillis());
        answer(late, ok());
        assertThat(said()).doesNotContain(new Action.Complete(operation));
    }

    @Test
    void keepsTheSessionAliveAtAQuarterOfItsTimeout() {
        assertThat(core.nextMillis()).hasValue(TIMEOUT_MILLIS / 4);
        waitMillis(TIMEOUT_MILLIS / 4);
        assertThat(next().request()).isInstanceOf(Request.KeepAlive.class);
    }

    @Test
    void aKeepAliveThatGaveUpIsFollowedByAPauseThoughTheNextIsOverdue() {
        waitMillis(TIMEOUT_MILLIS / 4);
        long callId = next().callId();
        for (long waited = 0; waited < TIMEOUT_MILLIS / 2; waited++) {
            waitMillis(1);
        }
        assertThat(sends()).extracting(Action.Send::callId).containsOnly(callId);
        assertThat(core.nextMillis()).hasValue(nowMillis + TIMEOUT_MILLIS / 16);
        said.clear();
        waitMillis(TIMEOUT_MILLIS / 16);
        assertThat(next().request()).isInstanceOf(Request.KeepAlive.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 17, 49, 50, 51, 333, 950})
    void keepAlivesOfSessionsLeaveTogetherAndNotLate(long laterMillis) {
        waitMillis(laterMillis);
        core.open(nowMillis, 1, TIMEOUT_MILLIS);
        answer(next(), new Answer(Status.OK, "", 8, 1));
        waitMillis(3);
        answer(next(), ok());
        long dueMillis = laterMillis + TIMEOUT_MILLIS / 4;
        long slotMillis = TIMEOUT_MILLIS / 4 / 20;
        List<Long> sent = new ArrayList<>();
        while (nowMillis < dueMillis) {
            waitMillis(1);
            for (Action.Send keepAlive : sends()) {
                sent.add(nowMillis);
                said.remove(keepAlive);
                answer(keepAlive, ok());
            }
        }
        assertThat(sent).hasSize(2).allMatch(at -> at % slotMillis == 0);
        assertThat(sent.get(1)).isGreaterThan(dueMillis - slotMillis);
    }

    @Test
    void aSessionThatEndsTakesItsStreamsWithIt() {
        long stream = openStream();
        waitMillis(TIMEOUT_MILLIS / 4);
        answer(next(), Answer.of(Status.NOT_FOUND, "expired", KeepAliveOutput.End.EXPIRED));
        assertThat(session.end()).isEqualTo(new SessionCore.End(EndReason.EXPIRED, "expired"));
        assertThat(said())
                .containsSubsequence(
                        new Action.EndSession(session, session.end()),
                        new Action.FailEnded(stream, session));
        assertThat(core.nextMillis()).as("nothing is left to do").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, CLOSED, REVOKED",
        "NOT_FOUND, EXPIRED, EXPIRED",
        "NOT_FOUND, TAKEN_OVER, TAKEN_OVER",
        "NOT_FOUND, UNKNOWN, FORGOTTEN",
        "FORBIDDEN, UNKNOWN, TAKEN_OVER"
    })
    void saysHowTheSessionEnded(Status status, KeepAliveOutput.End end, EndReason reason) {
        waitMillis(TIMEOUT_MILLIS / 4);
        answer(next(), Answer.of(status, "over", end));
        assertThat(session.end()).isEqualTo(new SessionCore.End(reason, "over"));
    }

    @Test
    void handsOutputsOnInOrderAndSendsTheCommandAgainAfterAGap() {
        long stream = openStream();
        Action.Send send = last;
        output(send, 2);
        output(send, 2);
        output(send, 4);
        assertThat(said())
                .containsSequence(
                        new Action.Output(stream, 2),
                        new Action.Abandon(send.callId(), send.attempt()));
        waitMillis(100);
        assertThat(next().request()).isEqualTo(send.request());
    }

    @Test
    void sendsASilentStreamAgain() {
        openStream();
        Action.Send send = last;
        for (int i = 0; i < 3; i++) {
            waitMillis(TIMEOUT_MILLIS / 4);
            answer(next(), ok());
        }
        waitMillis(TIMEOUT_MILLIS / 4);
        assertThat(sends())
                .filteredOn(again -> again.callId() == send.callId())
                .extracting(Action.Send::attempt)
                .containsExactly(1);
    }

    @Test
    void acknowledgesManyOutputsBeforeTheNextKeepAliveIsDue() {
        openStream();
        for (int number = 2; number <= SessionCore.OUTPUTS_MAX; number++) {
            output(last, number);
        }
        Action.Send early = next();
        assertThat(acknowledged(early)).containsEntry(2L, (long) SessionCore.OUTPUTS_MAX);
        for (int number = 1; number < SessionCore.OUTPUTS_MAX; number++) {
            output(last, SessionCore.OUTPUTS_MAX + number);
        }
        assertThat(sends()).as("it counts from the one before").isEmpty();
        answer(early, ok());
        output(last, 2 * SessionCore.OUTPUTS_MAX);
        assertThat(acknowledged(next())).containsEntry(2L, 2L * SessionCore.OUTPUTS_MAX);
    }

    @Test
    void acknowledgesManyCommandsBeforeTheNextKeepAliveIsDue() {
        session.command(nowMillis, "counter");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        answer(next(), ok());
        for (int number = 1; number < SessionCore.OUTPUTS_MAX; number++) {
            assertThat(sends()).as("before command %s", number).isEmpty();
            session.command(nowMillis, "counter");
            answer(next(), ok());
        }
        Request.KeepAlive early = (Request.KeepAlive) next().request();
        // The service was created by a command, too.
        assertThat(early.acknowledgement().lastCommandSequenceNum())
                .isEqualTo(SessionCore.OUTPUTS_MAX + 1);
    }

    @Test
    void acknowledgesLargeOutputsBeforeTheNextKeepAliveIsDue() {
        openStream();
        int half = (int) SessionCore.OUTPUT_BYTES_MAX / 2;
        output(last, 2, half);
        assertThat(sends()).isEmpty();
        output(last, 3, half);
        Action.Send early = next();
        assertThat(acknowledged(early)).containsEntry(2L, 3L);
        output(last, 4, 2 * half);
        assertThat(sends()).as("one at a time").isEmpty();
        answer(early, ok());
        output(last, 5, 1);
        assertThat(acknowledged(next())).containsEntry(2L, 5L);
    }

    @Test
    void saysNothingMoreOfAStreamThatWasCancelled() {
        long stream = openStream();
        Action.Send send = last;
        session.cancelStream(stream);
        output(send, 2);
        assertThat(said()).contains(new Action.Abandon(send.callId(), send.attempt()));
        assertThat(said()).noneMatch(action -> action.equals(new Action.Output(stream, 2)));
    }

    @Test
    void saysNothingOfAStreamThatWasCancelledWhileItsServiceWasRefused() {
        long stream = session.stream(nowMillis, "map");
        answer(next(), Answer.of(Status.NOT_FOUND, "no session 7"));
        Action.Send asked = next();
        session.cancelStream(stream);
        answer(asked, ok());
        assertThat(said())
                .noneMatch(action -> action instanceof Action.Refuse)
                .noneMatch(action -> action instanceof Action.Fail);
    }

    @Test
    void closesTheEpochThatItHolds() {
        long closing = session.close(nowMillis);
        Action.Send send = next();
        assertThat(send.request()).isEqualTo(new Request.CloseSession(closing, new Lease(1, 7, 1)));
        answer(send, Answer.of(Status.FORBIDDEN, "it is in epoch 2"));
        assertThat(said()).contains(new Action.Complete(closing));
    }

    @Test
    void aDeletedServiceTakesItsStreamsWithItAndIsMadeAnewByTheNextOperation() {
        long stream = openStream();
        long deleting = session.delete(nowMillis, "map");
        Action.Send send = next();
        assertThat(send.request())
                .isEqualTo(new Request.DeleteService(deleting, new Lease(1, 7, 1), 9, 3));
        answer(send, ok());
        assertThat(said())
                .containsSubsequence(
                        new Action.Fail(stream, Failure.INVALID, Deletions.DELETED),
                        new Action.Complete(deleting));
        session.command(nowMillis, "map");
        assertThat(next().request()).isInstanceOf(Request.CreateService.class);
    }

    @Test
    void whatIsRefusedWhileItsServiceIsDeletedIsToldByTheOutcome() {
        long early = session.query(nowMillis, "map");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        Action.Send read = next();
        long deleting = session.delete(nowMillis, "map");
        Action.Send deletion = next();
        long twice = session.delete(nowMillis, "map");
        answer(read, Answer.of(Status.NOT_FOUND, "not attached to service 9"));
        assertThat(sends()).as("it may speak of the service").isEmpty();
        answer(deletion, ok());
        assertThat(said())
                .contains(
                        new Action.Complete(deleting),
                        new Action.Complete(twice),
                        new Action.Fail(early, Failure.INVALID, Deletions.DELETED));
    }

    @Test
    void aDeletionThatIsRefusedLeavesRefusalsWhatTheyAre() {
        long read = session.query(nowMillis, "map");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        Action.Send sent = next();
        long deleting = session.delete(nowMillis, "map");
        Action.Send deletion = next();
        answer(sent, Answer.of(Status.NOT_FOUND, "no key k"));
        answer(deletion, Answer.of(Status.CONFLICT, "open in 2 sessions"));
        assertThat(said())
                .contains(new Action.Refuse(deleting, Status.CONFLICT, "open in 2 sessions"));
        Action.Send keepAlive = next();
        assertThat(keepAlive.request()).isInstanceOf(Request.KeepAlive.class);
        answer(keepAlive, ok());
        assertThat(said()).contains(new Action.Refuse(read, Status.NOT_FOUND, "no key k"));
    }

    private Action.Send last;

    /** A stream whose first output has come. */
    private long openStream() {
        long stream = session.stream(nowMillis, "map");
        answer(next(), new Answer(Status.OK, "", 9, 0));
        Action.Send send = next();
        output(send, 1);
        assertThat(said()).contains(new Action.Output(stream, 1));
        last = send;
        return stream;
    }

    private static Map<Long, Long> acknowledged(Action.Send send) {
        return ((Request.KeepAlive) send.request()).acknowledgement().outputs();
    }

    private List<Action> said() {
        said.addAll(core.takeActions());
        return said;
    }

    private List<Action.Send> sends() {
        return said().stream()
                .filter(Action.Send.class::isInstance)
                .map(Action.Send.class::cast)
                .toList();
    }

    private Action.Send next() {
        Action.Send send = sends().get(0);
        said.remove(send);
        return send;
    }

    private void answer(Action.Send send, Answer answer) {
        end(send, new Outcome.Answered(answer, ""));
    }

    private void end(Action.Send send, Outcome outcome) {
        core.onOutcome(nowMillis, send.callId(), send.attempt(), outcome);
    }

    private void output(Action.Send send, long number) {
        output(send, number, 1);
    }

    private void output(Action.Send send, long number, int bytes) {
        core.onOutput(nowMillis, send.callId(), send.attempt(), number, Status.OK, "", bytes);
    }

    private void waitMillis(long millis) {
        nowMillis += millis;
        core.onTime(nowMillis);
    }

    private static Answer ok() {
        return Answer.of(Status.OK, "");
    }
}
