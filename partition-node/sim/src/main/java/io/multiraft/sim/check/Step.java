package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.sim.log.Committed;
import java.util.List;

/**
 * What came of an entry, as the first replica that applied it has it.
 *
 * @param indexBefore index of the state machine before the entry
 * @param clockMillis of the state machine after it
 */
public record Step(
        Committed committed,
        long indexBefore,
        List<Effect> effects,
        long fingerprint,
        long clockMillis) {

    public int proposals() {
        return committed.entry().getProposalsCount();
    }

    public Proposal proposal(int i) {
        return committed.entry().getProposals(i);
    }

    /** The index, which is the stream, of a proposal. */
    public long index(int i) {
        return indexBefore + 1 + i;
    }

    /** The first output that the caller of a proposal gets from its entry, or null. */
    public Effect.Output answer(int i) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Output output && output.streamId() == index(i)) {
                return output;
            }
        }
        return null;
    }
}
