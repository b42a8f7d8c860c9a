package io.multiraft.node.raft;

import io.multiraft.fsm.Limits;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.storage.DataDirectory;
import io.multiraft.node.storage.DataDirectoryException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Raft side of a node: one server, with one replica for every partition placed here. */
public final class RaftNode implements AutoCloseable {

    /**
     * The same on every replica and in every configuration, as limits decide outcomes. The narrower
     * bounds of a cluster on timeouts are applied before an input goes into the log.
     */
    private static final Limits LIMITS =
            Limits.defaults().withTimeouts(60_000, 1, Duration.ofDays(1).toMillis());

    private static final Logger LOG = LoggerFactory.getLogger(RaftNode.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final DataDirectory data;
    private final NodeThreads threads;
    private final FatalSignal fatal;
    private final SharedHeartbeats heartbeats;
    private final RaftServer server;
    private final List<RaftReplica> running;
    private final List<PartitionReplica> replicas;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RaftNode(
            DataDirectory data,
            NodeThreads threads,
            FatalSignal fatal,
            SharedHeartbeats heartbeats,
            RaftServer server,
            GroupStarter groups) {
        this.data = data;
        this.threads = threads;
        this.fatal = fatal;
        this.heartbeats = heartbeats;
        this.server = server;
        this.running = groups.running();
        this.replicas = groups.replicas();
    }

    /**
     * Checks the data directory, repairs what may be repaired, and starts the replicas. Returns
     * when the peer port is bound and every group is started; leaders are elected later.
     *
     * @param version of this software
     * @param fatal called once, with a line that says why, when the process must end
     * @throws DataDirectoryException the data directory cannot be used
     * @throws BindException the peer port is in use
     */
    public static RaftNode start(NodeConfig config, String version, Consumer<String> fatal)
            throws IOException {
        DataDirectory data =
                DataDirectory.open(config.dataDirectory(), config.cluster(), config.name());
        NodeThreads threads = new NodeThreads();
        FatalSignal signal = new FatalSignal(fatal);
        SharedHeartbeats heartbeats =
                new SharedHeartbeats(config.name(), config.raft().electionTimeoutMin());
        try {
            GroupStarter groups =
                    new GroupStarter(
                            config, data, settings(config, version, threads, heartbeats, signal));
            RaftNode node = new RaftNode(data, threads, signal, heartbeats, groups.start(), groups);
            node.watch();
            return node;
        } catch (IOException | RuntimeException e) {
            threads.close();
            data.close();
            throw e;
        }
    }

    private static ReplicaSettings settings(
            NodeConfig config,
            String version,
            NodeThreads threads,
            SharedHeartbeats heartbeats,
            FatalSignal fatal) {
        return new ReplicaSettings(
                config.name(),
                version,
                config.raft().electionTimeoutMin(),
                config.raft().electionTimeoutMax(),
                config.raft().snapshotEntries(),
                LIMITS,
                threads.workers(),
                threads.snapshotWriter(),
                new PeerConnections(),
                heartbeats,
                fatal);
    }

    /** Random id given to the data directory when it was first used. */
    public String incarnation() {
        return data.incarnation();
    }

    /** The partitions placed on this node, by id, also those it cannot serve. */
    public List<PartitionReplica> replicas() {
        return replicas;
    }

    /** Empty for a partition that is not placed on this node. */
    public Optional<PartitionReplica> replica(int partitionId) {
        return replicas.stream().filter(replica -> replica.id() == partitionId).findFirst();
    }

    /**
     * Hands the lead of every partition to another member, as far as there is one; does so once.
     * Calls are still served meanwhile. Takes {@link HandOver#LONGEST} at most.
     */
    public void handOver() {
        if (!handedOver.getAndSet(true)) {
            HandOver.of(running);
        }
    }

    /**
     * Hands leadership over, ends what waits, and closes the groups. Bounded; closing twice is
     * once.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        fatal.disarm();
        handOver();
        threads.watchdog().shutdownNow();
        threads.heartbeats().shutdownNow();
        running.forEach(replica -> replica.stop("this node is stopping"));
        closeServer();
        heartbeats.close();
        threads.close();
        data.close();
    }

    /** Ratis waits for its threads for as long as a day. */
    private void closeServer() {
        Thread closer = new Thread(this::closeServerNow, "raft-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            LOG.warn("The Raft server is not closed after {}; left alone", CLOSE_TIMEOUT);
        }
    }

    private void closeServerNow() {
        try {
            running.forEach(RaftReplica::prepareClose);
            server.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The Raft server was not closed cleanly", e);
        }
    }

    private void watch() {
        long period = RaftLimits.WATCHDOG_PERIOD.toMillis();
        threads.watchdog()
                .scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
        long beat = heartbeats.period().toMillis();
        threads.heartbeats()
                .scheduleWithFixedDelay(heartbeats::send, beat, beat, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            // A pause of the process that was too long makes Ratis close everything and stay.
            if (!server.getLifeCycleState().isRunning()) {
                fatal.accept("The Raft server was closed: " + server.getLifeCycleState());
            }
            long nowNanos = System.nanoTime();
            running.forEach(replica -> replica.watch(nowNanos));
        } catch (RuntimeException e) {
            LOG.warn("The watchdog failed, and looks again", e);
        }
    }
}
