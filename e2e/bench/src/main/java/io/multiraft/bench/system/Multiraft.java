package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Multiraft by calls to the node that leads: single ones, or frames of its session stream. */
public final class Multiraft implements SystemUnderTest {

    /** Enough to see what the stream brings; watchers have no frames. */
    private static final Set<Workload> STREAMED =
            EnumSet.of(Workload.MAP_PUT_64, Workload.GET, Workload.KEEP_ALIVE);

    private final String name;
    private final MultiraftCluster cluster;
    private final boolean streamed;
    private final Optional<Duration> deadline;
    private Connections connections;
    private List<MultiraftSession> sessions;

    private Multiraft(
            String name, MultiraftCluster cluster, boolean streamed, Optional<Duration> deadline) {
        this.name = name;
        this.cluster = cluster;
        this.streamed = streamed;
        this.deadline = deadline;
    }

    /**
     * Starts three nodes and waits until they are ready.
     *
     * @param name what to call it in tables
     */
    public static Multiraft start(String name, NodeBuild build, Path directory) {
        return new Multiraft(
                name, MultiraftCluster.start(build, directory), false, Optional.empty());
    }

    /**
     * The same nodes through the session stream, in those workloads that show what it brings. They
     * end when either is closed.
     */
    public Multiraft streamed() {
        return new Multiraft(name + " stream", cluster, true, deadline);
    }

    /** The same nodes by calls that fail after some time. They end when either is closed. */
    public Multiraft within(Duration time) {
        return new Multiraft(name, cluster, streamed, Optional.of(time));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Operation> prepare(Workload workload) {
        if (streamed && !STREAMED.contains(workload)) {
            return Optional.empty();
        }
        MultiraftServices services = services();
        return Optional.of(
                switch (workload) {
                    case COUNTER_INCREMENT -> services.increment();
                    case MAP_PUT_64, MAP_PUT_1024 -> services.put(Keys::any, workload.valueBytes());
                    case GET -> services.get();
                    case MIXED ->
                            Mixture.of(
                                    services.get(), services.put(Keys::any, workload.valueBytes()));
                    case KEEP_ALIVE -> services.keepAlive();
                    case FAN_OUT -> services.fanOut();
                });
    }

    /**
     * Puts to keys one after the other, and then again.
     *
     * @param keys how many
     * @param bytes of each value
     */
    public Operation putToAll(int keys, int bytes) {
        return services().put(Keys.inTurn(keys), bytes);
    }

    private MultiraftServices services() {
        connect(cluster.leaderPort());
        Calls calls = streamed ? new StreamedCalls(connections) : connections;
        return new MultiraftServices(connections, calls, sessions);
    }

    /**
     * A session of which a command has failed may know less than its partition: a new one each
     * time.
     */
    private void connect(int leaderPort) {
        if (connections != null) {
            connections.close();
        }
        connections = new Connections(leaderPort, deadline);
        sessions =
                IntStream.range(0, Connections.COUNT)
                        .mapToObj(caller -> MultiraftSession.open(connections, caller))
                        .toList();
    }

    @Override
    public boolean stillLed() {
        return cluster.leads(connections.port());
    }

    /** The greatest term that any node knows: it rises with each election. */
    public OptionalLong term() {
        return cluster.term();
    }

    @Override
    public List<ServerProcess> processes() {
        return cluster.processes();
    }

    /** Where one node keeps its data. */
    public Path home(int node) {
        return cluster.home(node);
    }

    @Override
    public Path directory() {
        return cluster.directory();
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.close();
        }
        cluster.close();
    }
}
