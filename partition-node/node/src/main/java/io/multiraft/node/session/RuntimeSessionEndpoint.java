package io.multiraft.node.session;

import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.CallObserver;
import io.multiraft.node.grpc.ReadableRequests;
import io.multiraft.node.partition.PartitionReplica;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves {@code atomix.runtime.v1.SessionService}: the sessions of all partitions, on any node.
 *
 * <ol>
 *   <li>Each partition's leader lists its sessions, page by page ({@link PartitionSessions}).
 *   <li>Those of one name become one session ({@link SessionMerge}), and the list is sorted.
 *   <li>It is cut into answers; those after the first are held for a while ({@link HeldListings}).
 * </ol>
 */
public final class RuntimeSessionEndpoint implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ManagedChannel admin;
    private final ThreadPoolExecutor merging;
    private final ServerServiceDefinition service;

    /**
     * @param replicas those that this node hosts
     * @param admin to this node's admin service; closed with the endpoint
     * @param observer is told of every call
     */
    public RuntimeSessionEndpoint(
            NodeConfig config,
            List<? extends PartitionReplica> replicas,
            ManagedChannel admin,
            ScheduledExecutorService timers,
            CallObserver observer) {
        int partitions = config.partitions().size();
        this.admin = admin;
        this.merging =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> new Thread(task, "session-listing"));
        merging.allowCoreThreadTimeOut(true);
        PartitionSessions partitionSessions = new PartitionSessions(admin);
        RuntimeSessionService runtime =
                new RuntimeSessionService(
                        identity(config),
                        new ClusterSessions(
                                partitionSessions, partitions, merging, Clock.systemUTC()),
                        new SessionChanges(partitions, replicas, partitionSessions),
                        timers);
        this.service =
                ServerInterceptors.intercept(
                        ReadableRequests.of(runtime),
                        new PageHeaders(),
                        new ObservedCalls(observer));
    }

    /** Two clusters may have one name, in different places. */
    private static String identity(NodeConfig config) {
        return config.cluster() + " at " + config.members().get(0).apiAddress();
    }

    public ServerServiceDefinition service() {
        return service;
    }

    @Override
    public void close() {
        admin.shutdownNow();
        merging.shutdownNow();
    }
}
