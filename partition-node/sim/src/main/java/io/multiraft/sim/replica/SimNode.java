package io.multiraft.sim.replica;

import io.multiraft.client.core.Failure;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.QueryResult;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.SimulatorOptions;
import io.multiraft.sim.Trace;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.check.Checker;
import io.multiraft.sim.log.Committed;
import io.multiraft.sim.log.SimLog;
import io.multiraft.sim.net.Call;
import io.multiraft.sim.net.Exchange;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.net.Peer;
import io.multiraft.sim.net.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A node: the real state machine, and what the process around it does. */
public final class SimNode implements Peer {

    private static final int WATCH_MILLIS = 100;
    private static final long READ_MILLIS = 5_000;

    private final int number;
    private final EventQueue events;
    private final Network network;
    private final Trace trace;
    private final Checker checker;
    private final Wiring wiring;
    private final Limits limits;
    private final SimulatorOptions.Faults options;
    private final Random random;
    private SimLog log;

    /** On the disk. */
    private StoredSnapshot stored;

    private long wallOffsetMillis = 1_700_000_000_000L;

    private long lives;
    private boolean up;
    private long pausedUntilMillis;
    private Machine machine;
    private long applied;
    private long knownTerm;
    private SimNode knownLeader;
    private Leadership leadership;
    private TreeMap<Long, PendingCall<Call.Propose>> streams = new TreeMap<>();
    private List<PendingCall<Call.Read>> waitingReads = new ArrayList<>();

    public SimNode(
            int number,
            EventQueue events,
            Network network,
            Trace trace,
            Checker checker,
            Wiring wiring,
            SimulatorOptions options) {
        this.number = number;
        this.events = events;
        this.network = network;
        this.trace = trace;
        this.checker = checker;
        this.wiring = wiring;
        this.limits = options.limits();
        this.options = options.faults();
        this.random = new Random(options.seed() * 31 + number);
    }

    public void join(SimLog ofPartition) {
        log = ofPartition;
        start();
        events.after(WATCH_MILLIS, this::watch);
    }

    public int number() {
        return number;
    }

    @Override
    public String name() {
        return "node" + number;
    }

    @Override
    public long life() {
        return up ? lives : 0;
    }

    @Override
    public long pausedUntilMillis() {
        return pausedUntilMillis;
    }

    public boolean isUp() {
        return up && pausedUntilMillis <= events.nowMillis();
    }

    public Machine machine() {
        return machine;
    }

    public long applied() {
        return applied;
    }

    long wallMillis() {
        return wallOffsetMillis + events.nowMillis();
    }

    boolean leads(Leadership held) {
        return up && leadership == held;
    }

    /** Whether it believes it leads. */
    public boolean leads() {
        return up && leadership != null;
    }

    public void jumpWallClock(long millis) {
        trace.add(name(), "wall clock jumps by", millis);
        wallOffsetMillis += millis;
    }

    /** Does nothing for a while, and does not notice. */
    public void pause(long millis) {
        trace.add(name(), "pauses for", millis);
        pausedUntilMillis = events.nowMillis() + millis;
    }

    public void endPause() {
        pausedUntilMillis = 0;
    }

    /** Loses all but the disk. */
    public void crash() {
        trace.add(name(), "crashes at", applied);
        up = false;
        leadership = null;
        machine = null;
        streams = new TreeMap<>();
        waitingReads = new ArrayList<>();
        knownLeader = null;
    }

    /** Starts from the snapshot on the disk, if there is one. */
    public void start() {
        lives++;
        up = true;
        pausedUntilMillis = 0;
        machine = wiring.machine(number, limits);
        applied = 0;
        if (stored != null) {
            restore(stored);
        } else {
            checker.restored(this, 0, machine, new byte[0]);
        }
        trace.add(name(), "starts at", applied);
    }

    /** A term began that is not this node's. */
    public void learnTerm(long term) {
        if (up && term > knownTerm) {
            knownTerm = term;
            knownLeader = null;
            stepDown();
        }
    }

    /** This node leads, as soon as it has applied what was committed before. */
    public void elected(long term) {
        learnTerm(term);
        knownTerm = term;
        long life = lives;
        events.after(
                20 + random.nextInt(300),
                () -> {
                    if (life == life() && knownTerm == term && log.leader() == this) {
                        lead(term);
                    }
                });
    }

    private void lead(long term) {
        catchUp(log.size());
        knownLeader = this;
        trace.add(name(), "leads in term", term);
        leadership = new Leadership(this, log, events, wiring, term);
    }

    private void stepDown() {
        if (leadership != null) {
            trace.add(name(), "leads no more, term", leadership.term());
            Leadership ended = leadership;
            leadership = null;
            ended.end("leadership was lost");
        }
        waitingReads.forEach(call -> call.notExecuted("leadership was lost"));
        waitingReads = new ArrayList<>();
        endStreams();
    }

    private void endStreams() {
        if (wiring.endsStreams()) {
            streams.values().forEach(call -> call.indeterminate("the stream is not served here"));
        }
        streams = new TreeMap<>();
    }

    /** The leader says how far the log is committed. */
    public void learnCommitted(long term, SimNode leader, long position) {
        int lag = leader == this ? 3 : options.lagMillis();
        long life = life();
        events.after(
                random.nextInt(lag + 1),
                () -> {
                    if (life == 0 || life != life() || pausedUntilMillis > events.nowMillis()) {
                        return;
                    }
                    if (leader != this) {
                        learnTerm(term);
                    }
                    if (term == knownTerm) {
                        knownLeader = leader == this && leadership == null ? null : leader;
                        catchUp(Math.min(position, log.size()));
                    }
                });
    }

    private void catchUp(long position) {
        SimNode leader = log.leader();
        if (leader != null && leader != this && leader.stored != null) {
            long leaderLogStart = leader.stored.position() - options.retainedEntries();
            if (applied < leaderLogStart) {
                trace.add(name(), "installs a snapshot of", leader.stored.position());
                endStreams();
                restore(leader.stored);
                stored = leader.stored;
            }
        }
        while (applied < position) {
            apply(log.get(applied + 1));
        }
    }

    private void restore(StoredSnapshot snapshot) {
        machine.restore(snapshot.bytes());
        applied = snapshot.position();
        checker.restored(this, applied, machine, snapshot.bytes());
    }

    private void apply(Committed committed) {
        Leadership.Batch batch =
                leadership == null ? null : leadership.claim(committed.term(), committed.batch());
        long indexBefore = machine.index();
        List<Effect> effects = machine.apply(committed.entry());
        applied = committed.position();
        trace.add(name(), "applies, fingerprint", applied, machine.fingerprint());
        checker.applied(this, committed, effects, machine);
        List<PendingCall<Call.Propose>> callers = batch == null ? List.of() : batch.proposals();
        for (int i = 0; i < callers.size(); i++) {
            streams.put(indexBefore + 1 + i, callers.get(i));
        }
        effects.forEach(this::route);
        serveReads(batch == null ? List.of() : batch.reads());
        if (applied % options.snapshotEntries() == 0) {
            stored = new StoredSnapshot(applied, machine.snapshot());
            checker.snapshotTaken(this, applied, stored.bytes());
        }
    }

    private void route(Effect effect) {
        if (effect instanceof Effect.Output output) {
            PendingCall<Call.Propose> call = streams.get(output.streamId());
            if (call != null && !call.exchange().abandoned()) {
                call.exchange().reply(new Reply.Output(output));
            }
        } else if (effect instanceof Effect.StreamClosed closed) {
            PendingCall<Call.Propose> call = streams.remove(closed.streamId());
            if (call != null) {
                call.exchange().reply(new Reply.Closed(closed));
            }
        }
    }

    private void serveReads(List<PendingCall<Call.Read>> arrived) {
        List<PendingCall<Call.Read>> reads = new ArrayList<>(waitingReads);
        reads.addAll(arrived);
        waitingReads = new ArrayList<>();
        for (PendingCall<Call.Read> read : reads) {
            long sessionId = read.call().query().sessionId();
            if (machine.isApplied(sessionId, read.call().lastSequenceNum())) {
                serve(read);
            } else if (events.nowMillis() - read.takenMillis() < READ_MILLIS) {
                waitingReads.add(read);
            } else {
                read.notExecuted("the read was not served in time");
            }
        }
    }

    private void serve(PendingCall<Call.Read> read) {
        QueryResult result = machine.query(read.call().query());
        checker.readServed(applied, read.call().query(), result);
        read.exchange().reply(new Reply.Read(result, applied));
    }

    /** A request has come. */
    public void onCall(Exchange exchange, Call call) {
        trace.add(name(), "gets a call, hops", exchange.hops());
        if (leadership != null) {
            take(exchange, call);
        } else if (knownLeader != null && knownLeader != this && exchange.hops() == 1) {
            SimNode leader = knownLeader;
            network.pass(exchange, this, leader, (to, arrived) -> leader.onCall(arrived, call));
        } else {
            exchange.reply(
                    new Reply.Refused(Failure.UNAVAILABLE, false, name() + " knows no leader"));
        }
    }

    private void take(Exchange exchange, Call call) {
        long nowMillis = events.nowMillis();
        if (call instanceof Call.Propose propose) {
            leadership.propose(new PendingCall<>(propose, exchange, nowMillis));
        } else if (call instanceof Call.Read read) {
            PendingCall<Call.Read> pending = new PendingCall<>(read, exchange, nowMillis);
            if (wiring.readsWaitForBarrier()) {
                leadership.read(pending);
            } else {
                serve(pending);
            }
        }
    }

    private void watch() {
        events.after(WATCH_MILLIS, this::watch);
        if (isUp() && leadership != null) {
            leadership.watch();
        }
    }
}
