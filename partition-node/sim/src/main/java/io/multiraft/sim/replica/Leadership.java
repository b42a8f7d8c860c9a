package io.multiraft.sim.replica;

import io.multiraft.fsm.LeaderClock;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.log.SimLog;
import io.multiraft.sim.net.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A node while it believes it leads: makes entries by the rules of the node's proposer. The first
 * entry of a term, and one after a stall or a silence of the majority, is a resume; reads ride on
 * the first entry made after they came.
 */
final class Leadership {

    static final long STALL_MILLIS = 600;

    private static final int ENTRIES_IN_FLIGHT = 4;
    private static final int PROPOSALS_PER_ENTRY = 5;

    private final SimNode node;
    private final SimLog log;
    private final EventQueue events;
    private final Wiring wiring;
    private final long term;
    private final LeaderClock clock;
    private final TreeMap<Long, Batch> inFlight = new TreeMap<>();
    private List<PendingCall<Call.Propose>> queue = new ArrayList<>();
    private List<PendingCall<Call.Read>> reads = new ArrayList<>();
    private boolean tickDue;
    private boolean resumeDue = true;
    private long lastHealthyMillis;
    private long lastBatch;

    /** An entry on its way, and who waits for it. */
    record Batch(
            boolean resume,
            List<PendingCall<Call.Propose>> proposals,
            List<PendingCall<Call.Read>> reads) {}

    Leadership(SimNode node, SimLog log, EventQueue events, Wiring wiring, long term) {
        this.node = node;
        this.log = log;
        this.events = events;
        this.wiring = wiring;
        this.term = term;
        this.lastHealthyMillis = events.nowMillis();
        this.clock =
                LeaderClock.start(
                        node.wallMillis(),
                        node.machine().clockMillis(),
                        () -> events.nowMillis() * 1_000_000);
    }

    long term() {
        return term;
    }

    void propose(PendingCall<Call.Propose> call) {
        queue.add(call);
        makeEntries();
    }

    void read(PendingCall<Call.Read> call) {
        reads.add(call);
        makeEntries();
    }

    /** The watchdog saw the partition. */
    void watch() {
        long nowMillis = events.nowMillis();
        resumeDue |= !log.hasMajority(node) || nowMillis - lastHealthyMillis > STALL_MILLIS;
        lastHealthyMillis = nowMillis;
        long dueMillis = node.machine().nextDeadlineMillis().orElse(Long.MAX_VALUE);
        if (queue.isEmpty()
                && inFlight.isEmpty()
                && dueMillis <= wiring.stamp(clock, node.wallMillis())) {
            tickDue = true;
        }
        makeEntries();
    }

    /** Who waits for an entry that is being applied, or null. */
    Batch claim(long ofTerm, long number) {
        Batch batch = ofTerm == term ? inFlight.remove(number) : null;
        if (batch != null) {
            events.after(0, this::makeEntries);
        }
        return batch;
    }

    /** It leads no more: what was not appended has not happened, of the rest nobody knows. */
    void end(String why) {
        queue.forEach(call -> call.notExecuted(why));
        reads.forEach(call -> call.notExecuted(why));
        for (Batch batch : inFlight.values()) {
            batch.proposals.forEach(call -> call.indeterminate(why));
            batch.reads.forEach(call -> call.notExecuted(why));
        }
        queue = List.of();
        reads = List.of();
        inFlight.clear();
    }

    private void makeEntries() {
        while (node.leads(this) && inFlight.size() < ENTRIES_IN_FLIGHT) {
            boolean readsDue = !reads.isEmpty() && inFlight.isEmpty();
            if (queue.isEmpty() && !readsDue && !tickDue) {
                return;
            }
            makeEntry();
        }
    }

    private void makeEntry() {
        int packed = Math.min(queue.size(), PROPOSALS_PER_ENTRY);
        boolean resume = resumeDue || events.nowMillis() - lastHealthyMillis > STALL_MILLIS;
        LogEntry.Builder entry =
                LogEntry.newBuilder()
                        .setTimestampMillis(wiring.stamp(clock, node.wallMillis()))
                        .setResume(resume);
        queue.subList(0, packed).forEach(call -> entry.addProposals(call.call().proposal()));
        Batch batch = new Batch(resume, List.copyOf(queue.subList(0, packed)), reads);
        queue = new ArrayList<>(queue.subList(packed, queue.size()));
        reads = new ArrayList<>();
        tickDue = false;
        resumeDue = false;
        inFlight.put(++lastBatch, batch);
        log.append(node, term, lastBatch, entry.build());
    }
}
