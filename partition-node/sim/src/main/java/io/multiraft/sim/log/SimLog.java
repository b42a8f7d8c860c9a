package io.multiraft.sim.log;

import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.Trace;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.check.Checker;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.replica.SimNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Stands for Raft: one order of entries, which no committed entry leaves. An entry that was
 * appended may be committed without its maker learning it, or be lost; an old leader appends in
 * vain.
 */
public final class SimLog {

    private static final int HEARTBEAT_MILLIS = 150;

    private final EventQueue events;
    private final Network network;
    private final Trace trace;
    private final Checker checker;
    private final Wiring wiring;
    private final Random random;
    private final List<SimNode> nodes;
    private final List<Committed> entries = new ArrayList<>();

    /** Of the current leader, in order; the first is committed first. */
    private final Deque<Appended> inFlight = new ArrayDeque<>();

    private long term;
    private SimNode leader;

    private record Appended(long term, long batch, LogEntry entry, long madeMillis) {}

    public SimLog(
            EventQueue events,
            Network network,
            Trace trace,
            Checker checker,
            Wiring wiring,
            List<SimNode> nodes,
            long seed) {
        this.events = events;
        this.network = network;
        this.trace = trace;
        this.checker = checker;
        this.wiring = wiring;
        this.nodes = nodes;
        this.random = new Random(seed);
        events.after(HEARTBEAT_MILLIS, this::heartbeat);
    }

    /** Entries committed so far. */
    public long size() {
        return entries.size();
    }

    /**
     * @param position from 1
     */
    public Committed get(long position) {
        return entries.get((int) position - 1);
    }

    /** The node that others follow, or null. */
    public SimNode leader() {
        return leader;
    }

    public long term() {
        return term;
    }

    /** An entry of a node that believes it leads. */
    public void append(SimNode node, long ofTerm, long batch, LogEntry entry) {
        trace.add(node.name(), "appends, term and batch", ofTerm, batch);
        if (ofTerm == term && node == leader) {
            inFlight.add(new Appended(ofTerm, batch, entry, events.nowMillis()));
            events.after(1 + random.nextInt(15), this::commitReady);
        }
    }

    /** A majority, the node included, can take its entries. */
    public boolean hasMajority(SimNode node) {
        int reached = 0;
        for (SimNode other : nodes) {
            boolean taken =
                    other == node || (!network.isCut(node, other) && !network.isCut(other, node));
            if (other.isUp() && taken) {
                reached++;
            }
        }
        return node.isUp() && reached * 2 > nodes.size();
    }

    /** Another node leads from now on; the one before learns of it later. */
    public void elect(SimNode successor) {
        SimNode before = leader;
        takeOverInFlight();
        term++;
        leader = successor;
        forget(wiring.entriesForgottenByElection());
        trace.add(successor.name(), "is elected, term and log size", term, entries.size());
        if (before != null && before != successor) {
            long ofTerm = term;
            events.after(random.nextInt(2_500), () -> before.learnTerm(ofTerm));
        }
        successor.elected(term);
    }

    /** What the leader before has appended is with a majority up to some entry, and lost after. */
    private void takeOverInFlight() {
        int kept = inFlight.isEmpty() ? 0 : random.nextInt(inFlight.size() + 1);
        for (int i = 0; i < kept; i++) {
            commit(inFlight.poll());
        }
        inFlight.clear();
    }

    private void forget(int count) {
        for (int i = 0; i < count && !entries.isEmpty(); i++) {
            entries.remove(entries.size() - 1);
        }
    }

    private void commitReady() {
        if (leader == null || inFlight.isEmpty() || !hasMajority(leader)) {
            return;
        }
        commit(inFlight.poll());
        tellCommitted();
    }

    private void commit(Appended appended) {
        Committed committed =
                new Committed(
                        entries.size() + 1,
                        appended.term,
                        appended.batch,
                        appended.entry,
                        appended.madeMillis);
        entries.add(committed);
        trace.add(
                "log",
                "commits, position, term and proposals",
                committed.position(),
                committed.term(),
                committed.entry().getProposalsCount());
        checker.committed(committed);
    }

    private void tellCommitted() {
        for (SimNode node : nodes) {
            if (node.isUp() && (node == leader || !network.isCut(leader, node))) {
                node.learnCommitted(term, leader, entries.size());
            }
        }
    }

    private void heartbeat() {
        events.after(HEARTBEAT_MILLIS, this::heartbeat);
        if (leader != null && leader.isUp()) {
            while (!inFlight.isEmpty() && hasMajority(leader)) {
                commit(inFlight.poll());
            }
            tellCommitted();
        }
    }
}
