package io.multiraft.sim.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.client.core.Action;
import io.multiraft.client.core.EndReason;
import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Status;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.sim.client.Opening;
import org.junit.jupiter.api.Test;

/** Who holds a session that changes hands while messages are late. */
class TakeoverTest {

    private static final Opening OPEN = new Opening(ByHand.TIMEOUT_MILLIS, "worker", false);
    private static final Opening ATTACH = new Opening(ByHand.TIMEOUT_MILLIS, "worker", true);

    private final ByHand world = new ByHand(Limits.defaults());
    private final ByHand.Client opener = world.client();
    private final ByHand.Client other = world.client();

    /**
     * A client attached, the answer was lost, and it attached again and was told epoch 2. Then the
     * first copy arrived, which a slow node had kept: the epoch rose to 3. The client was told that
     * it was taken over, by nobody, and the session expired without a holder.
     */
    @Test
    void aLateCopyOfAnAttachDoesNotOustItsOwnClient() {
        opener.open(OPEN);
        opener.carryAll();
        SessionCore held = other.open(ATTACH);
        Action.Send first = other.next();
        Proposal late = other.proposal(first);
        other.breaks(first);
        other.waits(1_000);
        other.carryAll();
        assertThat(held.lease().epoch()).isEqualTo(2);

        assertThat(world.commit(late).output().getOpenSession().getEpoch()).isEqualTo(2);

        other.waits(ByHand.TIMEOUT_MILLIS / 4);
        other.carryAll();
        assertThat(held.end()).isNull();
    }

    /**
     * As before, but the session was closed and its name opened by somebody else before the copy
     * arrived: it took over a session that its client had never heard of.
     */
    @Test
    void aLateCopyOfAnAttachDoesNotTakeTheNextSessionOfTheName() {
        opener.open(OPEN);
        opener.carryAll();
        SessionCore held = other.open(ATTACH);
        Action.Send attach = other.next();
        Proposal late = other.proposal(attach);
        other.carry(attach);
        other.carryAll();
        held.close(2_000);
        other.carryAll();
        ByHand.Client next = world.client();
        SessionCore successor = next.open(OPEN);
        next.carryAll();

        assertThat(world.commit(late).status()).isEqualTo(Status.NOT_FOUND);

        next.waits(ByHand.TIMEOUT_MILLIS / 4);
        next.carryAll();
        assertThat(successor.end()).isNull();
    }

    /**
     * The answer to an opening was lost. Before the client repeated it, another one attached. The
     * repetition was answered with the session as it was by then, so both believed they held epoch
     * 2, and no command of either was refused.
     */
    @Test
    void anOpenerThatWasTakenOverIsNotToldTheEpochOfAnother() {
        SessionCore opened = opener.open(OPEN);
        Action.Send first = opener.next();
        world.commit(opener.proposal(first));
        opener.breaks(first);
        SessionCore taken = other.open(ATTACH);
        other.carryAll();
        opener.waits(1_000);
        opener.carryAll();

        assertThat(taken.lease().epoch()).isEqualTo(2);
        assertThat(opened.lease().epoch()).isEqualTo(1);
        assertThat(opened.end().reason()).isEqualTo(EndReason.TAKEN_OVER);
        assertThat(taken.end()).isNull();
    }

    /**
     * A client closed its session and gave up. The close was still on its way when another client
     * attached, and ended the session for the new holder.
     */
    @Test
    void aLateCloseEndsNothingForTheNextHolder() {
        SessionCore opened = opener.open(OPEN);
        opener.carryAll();
        opened.close(2_000);
        Proposal late = opener.proposal(opener.next());
        SessionCore taken = other.open(ATTACH);
        other.carryAll();

        assertThat(world.commit(late).status()).isEqualTo(Status.FORBIDDEN);

        other.waits(ByHand.TIMEOUT_MILLIS / 4);
        other.carryAll();
        assertThat(taken.end()).isNull();
    }
}
