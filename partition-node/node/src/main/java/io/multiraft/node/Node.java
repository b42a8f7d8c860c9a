package io.multiraft.node;

import io.grpc.ServerServiceDefinition;
import io.multiraft.node.admin.AdminService;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.GrpcPort;
import io.multiraft.node.grpc.PartitionEndpoint;
import io.multiraft.node.grpc.PeerChannels;
import io.multiraft.node.grpc.PrimitiveEndpoint;
import io.multiraft.node.grpc.Routes;
import io.multiraft.node.http.HttpPort;
import io.multiraft.node.http.HttpPort.Page;
import io.multiraft.node.http.Readiness;
import io.multiraft.node.metrics.NodeMetrics;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.raft.RaftNode;
import io.multiraft.node.session.LegacySessionEndpoint;
import io.multiraft.node.session.RuntimeSessionEndpoint;
import io.multiraft.node.stream.SessionStreamEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member of a cluster: its Raft side, its ports and what holds them together. */
final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long CALLS_TIMEOUT_MILLIS = 2_000;

    /** Of the room for calls, besides, for the operator: however busy the API is. */
    private static final int ADMIN_PART = 8;

    /** Before calls are cut off, so that those of streams are told why. */
    private static final long STREAMS_TIMEOUT_MILLIS = 1_000;

    private final NodeConfig config;
    private final SharedThreads threads;
    private final Readiness readiness = new Readiness();
    private final NodeMetrics metrics = new NodeMetrics(Version.current());
    private final Pulse pulse;
    private final Closeables parts = new Closeables();
    private RaftNode raft;
    private List<PartitionReplica> replicas = List.of();
    private SessionStreamEndpoint streams;
    private GrpcPort api;
    private GrpcPort admin;

    private Node(NodeConfig config, SharedThreads threads) {
        this.config = config;
        this.threads = threads;
        this.pulse = new Pulse(readiness, this::setServing);
        parts.add(metrics);
    }

    /**
     * Starts a node. Returns when all ports are open; whether it serves is for {@link
     * #awaitServing}.
     *
     * @param fatal called once, with the reason, when the process must end
     * @throws PortInUseException a port cannot be bound
     * @throws IOException the data directory is refused, or cannot be read or written
     */
    static Node start(NodeConfig config, SharedThreads threads, Consumer<String> fatal)
            throws IOException {
        Node node = new Node(config, threads);
        try {
            node.startAll(fatal);
            return node;
        } catch (IOException | RuntimeException e) {
            node.parts.close();
            throw e;
        }
    }

    private void startAll(Consumer<String> fatal) throws IOException {
        NodeConfig.Ports ports = config.ports();
        LOG.info(
                "multiraft-node {} starting: cluster {}, node {}, API {}, peers {}, admin {}, HTTP"
                        + " {}, data in {}, partitions {} of {}",
                Version.current(),
                config.cluster(),
                config.name(),
                ports.api(),
                ports.peer(),
                ports.admin(),
                ports.http(),
                config.dataDirectory(),
                config.partitions().stream()
                        .filter(partition -> partition.members().contains(config.name()))
                        .map(NodeConfig.Partition::id)
                        .toList(),
                config.partitions().size());
        Bound.to("HTTP", ports.http(), "--http-port", () -> parts.add(http())).start();
        raft =
                Bound.to(
                        "peers",
                        ports.peer(),
                        "--peer-port",
                        () -> parts.add(RaftNode.start(config, Version.current(), fatal)));
        replicas = raft.replicas();
        metrics.observe(replicas);
        startGrpc(raft.incarnation());
        readiness.started(replicas);
        pulse.start(threads.timers());
        parts.add(pulse);
    }

    private HttpPort http() throws IOException {
        return new HttpPort(
                config.ports().http(),
                Map.of(
                        "/livez",
                        pulse::page,
                        "/readyz",
                        () -> {
                            List<String> missing = readiness.missing();
                            return missing.isEmpty()
                                    ? Page.text(200, "ready")
                                    : Page.text(503, String.join("\n", missing));
                        },
                        "/metrics",
                        () ->
                                new Page(
                                        200,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        metrics.scrape())));
    }

    private void startGrpc(String incarnation) throws IOException {
        Routes routes = new Routes(config, replicas);
        AdmissionBounds bounds = AdmissionBounds.ofHeap(Runtime.getRuntime().maxMemory());
        AdmissionBounds adminBounds = bounds.part(ADMIN_PART);
        CallRouter apiRouter = router(routes, NodeConfig.Ports::api, admission("api", bounds));
        CallRouter adminRouter =
                router(routes, NodeConfig.Ports::admin, admission("admin", adminBounds));
        NodeConfig.Ports ports = config.ports();
        RuntimeSessionEndpoint sessions =
                parts.add(
                        new RuntimeSessionEndpoint(
                                config,
                                replicas,
                                GrpcPort.connect("localhost", ports.admin(), threads.netty()),
                                threads.timers(),
                                metrics));
        List<ServerServiceDefinition> routed =
                List.of(
                        PartitionEndpoint.of(apiRouter, config.session()),
                        LegacySessionEndpoint.of(apiRouter, config.session()),
                        PrimitiveEndpoint.of(Primitives.COUNTER, apiRouter),
                        PrimitiveEndpoint.of(Primitives.MAP, apiRouter));
        streams =
                new SessionStreamEndpoint(
                        routed, apiRouter.admission(), threads.netty()::current, threads.timers());
        metrics.observeStreams(streams::openCount);
        List<ServerServiceDefinition> services = new ArrayList<>(routed);
        services.add(sessions.service());
        services.add(streams.service());
        api = grpc("API", ports.api(), "--api-port", bounds.total(), services);
        admin =
                grpc(
                        "admin",
                        ports.admin(),
                        "--admin-port",
                        adminBounds.total(),
                        List.of(
                                AdminService.of(
                                        config,
                                        incarnation,
                                        Version.current(),
                                        replicas,
                                        adminRouter)));
    }

    private Admission admission(String port, AdmissionBounds bounds) {
        Admission admission = new Admission(bounds);
        metrics.observe(port, admission);
        return admission;
    }

    private CallRouter router(
            Routes routes, ToIntFunction<NodeConfig.Ports> port, Admission admission) {
        PeerChannels peers =
                parts.add(
                        new PeerChannels(
                                name -> {
                                    NodeConfig.Member peer = config.member(name);
                                    return GrpcPort.connect(
                                            peer.host(),
                                            port.applyAsInt(peer.ports()),
                                            threads.netty());
                                }));
        return new CallRouter(routes, peers, threads.timers(), metrics, admission);
    }

    private GrpcPort grpc(
            String role,
            int port,
            String flag,
            int callsPerConnection,
            List<ServerServiceDefinition> services)
            throws IOException {
        GrpcPort grpc =
                parts.add(new GrpcPort(port, threads.netty(), callsPerConnection, services));
        return Bound.to(
                role,
                port,
                flag,
                () -> {
                    grpc.start();
                    return grpc;
                });
    }

    private void setServing(boolean serving) {
        api.setServing(serving);
        admin.setServing(serving);
    }

    /** Completes when every partition is served, or {@link #close} was called. */
    CompletableFuture<Void> awaitServing() {
        return pulse.serving();
    }

    /**
     * Stops in the order that callers notice least: no new traffic, leadership to others, calls
     * under way to their end, then everything else.
     */
    @Override
    public void close() {
        readiness.stopping();
        pulse.close();
        raft.handOver();
        streams.stop(STREAMS_TIMEOUT_MILLIS);
        stop(api);
        stop(admin);
        parts.close();
        LOG.info("node {} stopped", config.name());
    }

    private static void stop(GrpcPort port) {
        try {
            port.stop(CALLS_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
