package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.sim.client.Operation;
import io.multiraft.sim.log.Committed;
import io.multiraft.sim.replica.Machine;
import java.util.List;

/** Something that must always hold. Told everything as it happens; throws when it does not hold. */
abstract class Invariant {

    private History history;
    private Oracle oracle;

    void begin(History ofRun, Oracle ofClients) {
        history = ofRun;
        oracle = ofClients;
    }

    final History history() {
        return history;
    }

    final Oracle oracle() {
        return oracle;
    }

    final void check(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new Violation(
                    getClass().getSimpleName(),
                    String.format(java.util.Locale.ROOT, format, arguments));
        }
    }

    /** The log has an entry more. */
    void committed(Committed committed) {}

    /** A proposal of the next position of the log, before it counts. */
    void proposed(Step step, int i) {}

    /** A session ended because its time was over. */
    void expired(Step step, TrackedSession session) {}

    /**
     * A command was executed.
     *
     * @param before when it was executed before, or null
     */
    void executed(Step step, History.CommandKey command, History.Execution before) {}

    /** A replica applied an entry. */
    void applied(String node, Committed committed, List<Effect> effects, Machine machine) {}

    /** A replica starts from a snapshot, or from nothing at position 0. */
    void restored(String node, long position, Machine machine, byte[] snapshot) {}

    void snapshotTaken(String node, long position, byte[] snapshot) {}

    void readServed(long position, Query query, QueryResult result) {}

    /** A client asks to open a session, under a nonce. */
    void opening(String opening, String nonce) {}

    /** An operation is over for its client. */
    void ended(Operation operation) {}

    /** A client's program is given an output of a stream. */
    void output(Operation operation, long outputSequenceNum, Effect.Output output) {}

    /** All faults are over for long, and nothing new is asked for. */
    void settled(World world) {}
}
