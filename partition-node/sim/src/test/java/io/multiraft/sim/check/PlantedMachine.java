package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.sim.replica.RealMachine;
import java.util.List;
import java.util.function.UnaryOperator;

/** A state machine that takes each entry for another one. */
class PlantedMachine extends RealMachine {

    private final UnaryOperator<LogEntry> mistake;

    PlantedMachine(Limits limits, UnaryOperator<LogEntry> mistake) {
        super(limits);
        this.mistake = mistake;
    }

    @Override
    public List<Effect> apply(LogEntry entry) {
        return super.apply(mistake.apply(entry));
    }

    /** The entry with each of its proposals changed. */
    static LogEntry each(LogEntry entry, UnaryOperator<Proposal> change) {
        return entry.toBuilder()
                .clearProposals()
                .addAllProposals(entry.getProposalsList().stream().map(change).toList())
                .build();
    }
}
