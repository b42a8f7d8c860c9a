package io.multiraft.node.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.multiraft.node.TestPatience;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.session.LegacySessionEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Nodes n-0, n-1 ... that serve in this process, with fake replicas behind them. Partition 1 is on
 * the first two nodes, partition 2 on all.
 */
public final class FakeCluster implements AutoCloseable {

    private final String id = UUID.randomUUID().toString();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final Map<String, FakeReplica> replicas = new ConcurrentHashMap<>();
    private final List<Runnable> parts = new ArrayList<>();
    private final List<NodeConfig.Member> members;
    private final AdmissionBounds bounds;

    public FakeCluster(int nodes) {
        this(nodes, AdmissionBounds.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /**
     * @param bounds of each node
     */
    public FakeCluster(int nodes, AdmissionBounds bounds) {
        this.bounds = bounds;
        members =
                IntStream.range(0, nodes)
                        .mapToObj(
                                i ->
                                        new NodeConfig.Member(
                                                "n-" + i, "host-" + i, NodeConfig.Ports.DEFAULT))
                        .toList();
        for (NodeConfig.Member member : members) {
            for (NodeConfig.Partition partition : config(member.name()).partitions()) {
                if (partition.members().contains(member.name())) {
                    replicas.put(
                            member.name() + "/" + partition.id(), new FakeReplica(partition.id()));
                }
            }
        }
    }

    public NodeConfig config(String name) {
        List<String> all = members.stream().map(NodeConfig.Member::name).toList();
        List<String> firstTwo = all.subList(0, Math.min(2, all.size()));
        return new NodeConfig(
                "test",
                name,
                Path.of("unused"),
                members,
                List.of(
                        new NodeConfig.Partition(1, firstTwo, false),
                        new NodeConfig.Partition(2, all, false)),
                NodeConfig.Raft.DEFAULT,
                NodeConfig.Session.DEFAULT,
                NodeConfig.Logging.DEFAULT,
                NodeConfig.Ports.DEFAULT);
    }

    public FakeReplica replica(int node, int partition) {
        return replicas.get("n-" + node + "/" + partition);
    }

    public List<FakeReplica> replicas(int node) {
        return IntStream.rangeClosed(1, 2)
                .mapToObj(partition -> replica(node, partition))
                .filter(replica -> replica != null)
                .toList();
    }

    public CallRouter router(int node) {
        PeerChannels peers = new PeerChannels(this::connect);
        parts.add(peers::close);
        return new CallRouter(
                new Routes(config("n-" + node), replicas(node)),
                peers,
                timers,
                (kind, partition, code, nanos) -> {},
                new Admission(bounds));
    }

    /** Serves on a node what is made with its router. */
    public void serve(int node, Function<CallRouter, List<ServerServiceDefinition>> services)
            throws IOException {
        InProcessServerBuilder builder =
                InProcessServerBuilder.forName(id + "n-" + node).directExecutor();
        services.apply(router(node)).forEach(builder::addService);
        Server server = builder.build().start();
        parts.add(server::shutdownNow);
    }

    /** Serves the API on every node. */
    public void serveApi() throws IOException {
        for (int node = 0; node < members.size(); node++) {
            serve(
                    node,
                    router ->
                            List.of(
                                    PartitionEndpoint.of(router, NodeConfig.Session.DEFAULT),
                                    LegacySessionEndpoint.of(router, NodeConfig.Session.DEFAULT),
                                    PrimitiveEndpoint.of(Samples.COUNTER, router),
                                    PrimitiveEndpoint.of(Samples.MAP, router)));
        }
    }

    public ManagedChannel connect(String node) {
        ManagedChannel channel =
                InProcessChannelBuilder.forName(id + node).directExecutor().build();
        parts.add(channel::shutdownNow);
        return channel;
    }

    /** How a call of bytes ended. */
    public record Outcome(Status status, Metadata trailers, List<byte[]> messages) {
        String trailer(Metadata.Key<String> key) {
            return trailers.get(key);
        }
    }

    /** Sends one message and waits for the end of the call. */
    /** A call with a request that need not be one. */
    public static Outcome call(ManagedChannel channel, String fullMethod, byte[] request) {
        return call(channel, Samples.call(fullMethod, request));
    }

    static Outcome call(ManagedChannel channel, Samples.Call call) {
        return start(channel, call).await();
    }

    /**
     * The node gives up by itself then, so that it does not race with the end of the call on a busy
     * machine.
     */
    static Outcome callWithoutDeadline(ManagedChannel channel, Samples.Call call) {
        return start(channel, call, CallOptions.DEFAULT, new Metadata()).await();
    }

    /**
     * A call whose deadline the node knows and the caller does not, so that nothing but the node
     * ends it.
     */
    static Outcome callWithDeadlineOfTheNode(ManagedChannel channel, Samples.Call call) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "1S");
        return start(channel, call, CallOptions.DEFAULT, headers).await();
    }

    static PendingCall start(ManagedChannel channel, Samples.Call call) {
        return start(channel, call, new Metadata());
    }

    static PendingCall start(ManagedChannel channel, Samples.Call call, Metadata headers) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(
                        TestPatience.LONG.toMillis(), TimeUnit.MILLISECONDS);
        return start(channel, call, options, headers);
    }

    private static PendingCall start(
            ManagedChannel channel, Samples.Call call, CallOptions options, Metadata headers) {
        ClientCall<byte[], byte[]> clientCall = channel.newCall(call.method(), options);
        PendingCall pending = new PendingCall(clientCall);
        clientCall.start(pending, headers);
        clientCall.sendMessage(call.request());
        clientCall.halfClose();
        clientCall.request(Integer.MAX_VALUE);
        return pending;
    }

    /** A call that may still go on. */
    static final class PendingCall extends ClientCall.Listener<byte[]> {

        final ClientCall<byte[], byte[]> call;
        final List<byte[]> messages = new CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Outcome outcome;

        PendingCall(ClientCall<byte[], byte[]> call) {
            this.call = call;
        }

        @Override
        public void onMessage(byte[] message) {
            messages.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            outcome = new Outcome(status, trailers, messages);
            ended.countDown();
        }

        boolean ended() {
            return ended.getCount() == 0;
        }

        Outcome await() {
            try {
                if (!ended.await(2 * TestPatience.LONG.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("the call did not end");
                }
                return outcome;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
        parts.forEach(Runnable::run);
    }
}
