package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Multiraft by single calls to the node that leads, each an RPC of its own. */
public final class Multiraft implements SystemUnderTest {

    private final String name;
    private final MultiraftCluster cluster;
    private Connections connections;
    private List<MultiraftSession> sessions;

    private Multiraft(String name, MultiraftCluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    /**
     * Starts three nodes and waits until they are ready.
     *
     * @param name what to call it in tables
     */
    public static Multiraft start(String name, NodeBuild build, Path directory) {
        return new Multiraft(name, MultiraftCluster.start(build, directory));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Operation> prepare(Workload workload) {
        connect(cluster.leaderPort());
        MultiraftServices services = new MultiraftServices(connections, sessions);
        return Optional.of(
                switch (workload) {
                    case COUNTER_INCREMENT -> services.increment();
                    case MAP_PUT_64, MAP_PUT_1024 -> services.put(workload.valueBytes());
                    case GET -> services.get();
                    case MIXED -> Mixture.of(services.get(), services.put(workload.valueBytes()));
                    case KEEP_ALIVE -> services.keepAlive();
                    case FAN_OUT -> services.fanOut();
                });
    }

    /**
     * A session of which a command has failed may know less than its partition: a new one each
     * time.
     */
    private void connect(int leaderPort) {
        if (connections != null) {
            connections.close();
        }
        connections = new Connections(leaderPort);
        sessions =
                IntStream.range(0, Connections.COUNT)
                        .mapToObj(caller -> MultiraftSession.open(connections, caller))
                        .toList();
    }

    @Override
    public boolean stillLed() {
        return cluster.leads(connections.port());
    }

    @Override
    public List<ServerProcess> processes() {
        return cluster.processes();
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
