package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.sim.client.Operation;
import io.multiraft.sim.log.Committed;
import io.multiraft.sim.replica.Machine;
import io.multiraft.sim.replica.SimNode;
import java.util.List;
import java.util.function.Consumer;

/** Tells the invariants what happens. */
public final class Checker {

    private final History history;
    private final Oracle oracle;
    private final List<Invariant> invariants;

    Checker(List<Invariant> invariants, Limits limits) {
        this.history = new History(limits);
        this.oracle = new Oracle(history);
        this.invariants = invariants;
        invariants.forEach(invariant -> invariant.begin(history, oracle));
    }

    /** All of them. */
    public static Checker of(Limits limits) {
        return new Checker(Invariants.all(limits), limits);
    }

    public Oracle oracle() {
        return oracle;
    }

    public void committed(Committed committed) {
        tell(invariant -> invariant.committed(committed));
    }

    public void applied(SimNode node, Committed committed, List<Effect> effects, Machine machine) {
        if (committed.position() == history.size() + 1) {
            long indexBefore = machine.index() - committed.entry().getProposalsCount();
            history.add(
                    new Step(
                            committed,
                            indexBefore,
                            effects,
                            machine.fingerprint(),
                            machine.clockMillis()),
                    new Teller());
        }
        tell(invariant -> invariant.applied(node.name(), committed, effects, machine));
    }

    public void restored(SimNode node, long position, Machine machine, byte[] snapshot) {
        tell(invariant -> invariant.restored(node.name(), position, machine, snapshot));
    }

    public void snapshotTaken(SimNode node, long position, byte[] snapshot) {
        tell(invariant -> invariant.snapshotTaken(node.name(), position, snapshot));
    }

    public void readServed(long position, Query query, QueryResult result) {
        tell(invariant -> invariant.readServed(position, query, result));
    }

    public void opening(String opening, String nonce) {
        tell(invariant -> invariant.opening(opening, nonce));
    }

    public void ended(Operation operation) {
        tell(invariant -> invariant.ended(operation));
        oracle.end(operation);
    }

    public void output(Operation operation, long outputSequenceNum, Effect.Output output) {
        tell(invariant -> invariant.output(operation, outputSequenceNum, output));
    }

    public void settled(World world) {
        tell(invariant -> invariant.settled(world));
    }

    private void tell(Consumer<Invariant> event) {
        for (Invariant invariant : invariants) {
            event.accept(invariant);
        }
    }

    private final class Teller implements History.Listener {

        @Override
        public void onProposal(Step step, int i) {
            tell(invariant -> invariant.proposed(step, i));
        }

        @Override
        public void onExpiry(Step step, TrackedSession session) {
            tell(invariant -> invariant.expired(step, session));
        }

        @Override
        public void onExecution(Step step, History.CommandKey command, History.Execution before) {
            tell(invariant -> invariant.executed(step, command, before));
        }
    }
}
