package io.multiraft.node.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.node.admission.Admission.Permit;
import org.junit.jupiter.api.Test;

/** What is let in, and what is told to those that are not. */
class AdmissionTest {

    private long now;
    private final Admission admission =
            new Admission(new AdmissionBounds(8, 2, 2, 1, 1_000), () -> now);

    private void fill(Share share) throws OverloadException {
        for (int i = admission.underWay(share); i < admission.limit(share); i++) {
            admission.admit(share);
        }
    }

    @Test
    void saysTheBoundAndWhenToComeBack() throws Exception {
        fill(Share.CALLS);

        assertThatThrownBy(() -> admission.admit(Share.CALLS))
                .isInstanceOf(OverloadException.class)
                .hasMessage("8 calls are under way on this node, as many as may be now")
                .extracting(e -> ((OverloadException) e).retryAfterMillis())
                .satisfies(millis -> assertThat(millis).isBetween(50L, 150L));
        assertThat(admission.refused(Share.CALLS)).isEqualTo(1);
    }

    @Test
    void hasRoomAgainWhenACallIsOver() throws Exception {
        Permit first = admission.admit(Share.STREAMS);
        first.close();
        first.close();

        assertThat(admission.underWay(Share.STREAMS)).isZero();
        admission.admit(Share.STREAMS);
    }

    @Test
    void letsSessionsInWhereCallsHaveNoRoomLeft() throws Exception {
        fill(Share.CALLS);

        admission.admit(Share.SESSIONS);
        admission.admit(Share.SESSIONS);

        assertThatThrownBy(() -> admission.admit(Share.SESSIONS))
                .hasMessage(
                        "2 calls of sessions are under way on this node, as many as may be now");
    }

    @Test
    void letsSessionsUseTheRoomOfCalls() throws Exception {
        fill(Share.SESSIONS);

        Permit further = admission.admit(Share.SESSIONS);

        assertThat(admission.underWay(Share.CALLS)).isEqualTo(1);
        further.close();
        assertThat(admission.underWay(Share.CALLS)).isZero();
    }

    @Test
    void largeMessagesLeaveRoomForSessions() throws Exception {
        admission.admit(Share.CALLS).hold(1_000);

        Permit session = admission.admit(Share.SESSIONS);
        session.hold(125);

        assertThatThrownBy(() -> session.hold(1))
                .hasMessage(
                        "1125 bytes of requests and answers are held on this node, of 1125 at"
                                + " most");
    }

    @Test
    void streamsAndCallsLeaveEachOtherAlone() throws Exception {
        fill(Share.STREAMS);
        fill(Share.CALLS);

        assertThatThrownBy(() -> admission.admit(Share.STREAMS))
                .hasMessage("1 streams are open on this node, as many as may be now");
    }

    @Test
    void whoWaitsForALeaderLeavesTheRoomToOthers() throws Exception {
        Permit one = admission.admit(Share.CALLS);
        Permit another = admission.admit(Share.CALLS);
        one.await();
        one.await();
        another.await();
        assertThat(admission.underWay(Share.CALLS)).isZero();
        assertThat(admission.underWay(Share.WAITING)).isEqualTo(2);

        Permit third = admission.admit(Share.CALLS);
        assertThatThrownBy(third::await)
                .hasMessage("2 calls wait for a leader on this node, as many as may be now");

        one.resume();
        another.close();
        assertThat(admission.underWay(Share.WAITING)).isZero();
        assertThat(admission.underWay(Share.CALLS)).isEqualTo(2);
    }

    @Test
    void takesNoWaitForALeaderForThePace() throws Exception {
        Permit waited = admission.admit(Share.CALLS);
        waited.await();
        waited.resume();
        Permit slow = admission.admit(Share.CALLS);
        now += CallLimit.WINDOW_NANOS;

        waited.took(2 * CallLimit.TARGET_NANOS);
        assertThat(admission.limit(Share.CALLS)).isEqualTo(8);

        slow.took(2 * CallLimit.TARGET_NANOS);
        assertThat(admission.limit(Share.CALLS)).isLessThan(8);
    }

    @Test
    void boundsWhatMessagesHold() throws Exception {
        Permit one = admission.admit(Share.CALLS);
        one.hold(1_000);

        assertThatThrownBy(() -> admission.admit(Share.CALLS))
                .hasMessage(
                        "1000 bytes of requests and answers are held on this node, of 1000 at"
                                + " most");
        assertThat(admission.refusedForBytes()).isEqualTo(1);

        one.release(400);
        Permit another = admission.admit(Share.CALLS);
        assertThatThrownBy(() -> another.hold(401)).isInstanceOf(OverloadException.class);
        another.hold(400);
        one.close();
        assertThat(admission.bytes()).isEqualTo(400);
    }

    @Test
    void growsWithTheHeap() {
        AdmissionBounds image = AdmissionBounds.ofHeap(160L << 20);

        assertThat(image).isEqualTo(new AdmissionBounds(2_560, 1_280, 640, 5_120, 10 << 20));
        assertThat(AdmissionBounds.ofHeap(1L << 30).calls()).isEqualTo(16_384);
        assertThat(AdmissionBounds.ofHeap(8 << 20).bytes()).isGreaterThan(1 << 20);
        assertThat(image.part(8).calls()).isEqualTo(320);
    }
}
