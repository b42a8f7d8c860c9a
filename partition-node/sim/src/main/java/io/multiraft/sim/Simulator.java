package io.multiraft.sim;

import io.multiraft.sim.check.Checker;
import io.multiraft.sim.check.World;
import io.multiraft.sim.client.Rogue;
import io.multiraft.sim.client.SimClient;
import io.multiraft.sim.client.Workload;
import io.multiraft.sim.log.SimLog;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.replica.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One run: a partition and its clients, first under faults, then whole, when everything must come
 * to rest. On one thread, in virtual time, and the same for the same seed.
 */
public final class Simulator {

    private static final int CLIENT_CRASH_MILLIS = 100;
    private static final int NEW_CLIENT_MILLIS = 500;
    private static final int LULL_MILLIS = 3_000;

    private final SimulatorOptions options;
    private final Wiring wiring;
    private final Checker checker;
    private final EventQueue events = new EventQueue();
    private final Trace trace;
    private final Network network;
    private final List<SimNode> nodes = new ArrayList<>();
    private final SimLog log;
    private final Faults faults;
    private final List<Workload> workloads = new ArrayList<>();
    private final Rogue rogue;
    private final Random random;
    private boolean stopped;
    private int clientsMade;

    public Simulator(SimulatorOptions options, Wiring wiring, Checker checker) {
        this(options, wiring, checker, null);
    }

    /**
     * @param listener is given every line of the trace; null: nobody listens
     */
    public Simulator(
            SimulatorOptions options, Wiring wiring, Checker checker, Consumer<String> listener) {
        this.options = options;
        this.wiring = wiring;
        this.checker = checker;
        this.trace = new Trace(events, listener);
        this.random = new Random(options.seed() ^ 0xC11E47);
        this.network = new Network(events, options.network(), options.seed() ^ 0x4E7);
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(new SimNode(i, events, network, trace, checker, wiring, options));
        }
        this.log =
                new SimLog(events, network, trace, checker, wiring, nodes, options.seed() ^ 0x106);
        nodes.forEach(node -> node.join(log));
        this.faults =
                new Faults(
                        events,
                        network,
                        log,
                        nodes,
                        () -> workloads.stream().map(Workload::client).toList(),
                        options);
        for (int i = 0; i < options.clients(); i++) {
            addClient();
        }
        this.rogue =
                options.workload().rogue()
                        ? new Rogue(events, network, nodes, options.seed() ^ 0x206E)
                        : null;
        events.after(CLIENT_CRASH_MILLIS, this::crashClients);
    }

    /** Runs it to its end; throws what an invariant throws. */
    public void run() {
        events.runUntil(options.faultsMillis());
        faults.heal();
        stopped = true;
        workloads.forEach(Workload::stop);
        if (rogue != null) {
            rogue.stop();
        }
        // Time for every call to end, and for what nobody holds to expire.
        long restMillis =
                options.workload().deadlineMillis()
                        + 2L * options.workload().maxTimeoutMillis()
                        + options.network().slowMillis()
                        + 5_000L;
        events.runUntil(events.nowMillis() + restMillis);
        workloads.forEach(Workload::probe);
        events.runUntil(events.nowMillis() + probeMillis());
        waitForALull();
        trace.add("all", "settles at", log.size());
        checker.settled(
                new World(
                        log,
                        nodes,
                        workloads.stream()
                                .map(Workload::client)
                                .filter(client -> client.life() > 0)
                                .toList(),
                        options.limits()));
    }

    /** Time for the last operations, and for a stream that was cut off to be sent again. */
    private long probeMillis() {
        return options.workload().deadlineMillis() + options.workload().maxTimeoutMillis() + 1_000L;
    }

    /** Keep-alives never end, so the replicas would never be level. */
    private void waitForALull() {
        workloads.forEach(workload -> workload.client().freeze());
        for (int i = 0; i < LULL_MILLIS; i++) {
            if (nodes.stream().allMatch(node -> node.applied() == log.size())) {
                return;
            }
            events.runUntil(events.nowMillis() + 1);
        }
    }

    public Trace trace() {
        return trace;
    }

    /** Positions in the log. */
    public long entries() {
        return log.size();
    }

    private void addClient() {
        if (stopped) {
            return;
        }
        String name = "client" + ++clientsMade;
        workloads.add(
                new Workload(
                        events,
                        options.workload(),
                        options.seed() * 31 + clientsMade,
                        options.sessionsPerClient(),
                        settings ->
                                new SimClient(
                                        name, events, network, nodes, trace, checker, wiring,
                                        settings)));
    }

    private void crashClients() {
        if (stopped) {
            return;
        }
        events.after(CLIENT_CRASH_MILLIS, this::crashClients);
        for (Workload workload : List.copyOf(workloads)) {
            boolean crashes = random.nextInt(1_000) < options.workload().crashPerMille();
            if (crashes && workload.client().life() > 0) {
                workload.client().crash();
                events.after(random.nextInt(NEW_CLIENT_MILLIS), this::addClient);
            }
        }
    }
}
