package io.multiraft.operator.observe;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.WatchStatusRequest;
import io.multiraft.proto.node.v1.WatchStatusResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status stream of one node. It reconnects for as long as it lives, and takes silence for
 * absence: a node that is cut off does not say goodbye.
 *
 * <p>Everything runs on the one observing thread, which is also the executor of the channels.
 */
final class NodeStream {

    /** A node says something every 5 s at the least. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(7);

    private static final long BACKOFF_MIN_MILLIS = 100;
    private static final long BACKOFF_MAX_MILLIS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(NodeStream.class);

    private final ClusterKey cluster;
    private final String node;
    private final NodeAddress address;
    private final ScheduledExecutorService thread;
    private final Clock clock;
    private final Listener listener;
    private final ManagedChannel admin;
    private final ManagedChannel api;

    private volatile ObservedNode observed;
    private volatile boolean settled;
    private Attempt attempt;
    private long backoffMillis = BACKOFF_MIN_MILLIS;
    private boolean closed;

    /** Hears what the node says, and when it says nothing any more. */
    interface Listener {

        /**
         * @param before null when nothing was known of the node
         * @param now null when nothing is known of it any more
         */
        void changed(ObservedNode before, ObservedNode now);
    }

    NodeStream(
            ClusterKey cluster,
            String node,
            NodeAddress address,
            ScheduledExecutorService thread,
            Clock clock,
            Listener listener) {
        this.cluster = cluster;
        this.node = node;
        this.address = address;
        this.thread = thread;
        this.clock = clock;
        this.listener = listener;
        this.admin = channel(address.host(), address.adminPort());
        this.api = channel(address.host(), address.apiPort());
    }

    private ManagedChannel channel(String host, int port) {
        return ManagedChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .executor(thread)
                .disableRetry()
                .build();
    }

    NodeAddress address() {
        return address;
    }

    Channel admin() {
        return admin;
    }

    Channel api() {
        return api;
    }

    /** What the node said last, and since when; empty while it is out of reach. */
    Optional<ObservedNode> observed() {
        return Optional.ofNullable(observed);
    }

    /** Whether it is known by now if the node can be reached. */
    boolean settled() {
        return settled;
    }

    void connect() {
        if (!closed) {
            // Drops a connection attempt into the void, whose next packet may be many seconds off.
            admin.enterIdle();
            attempt = new Attempt();
            NodeGrpc.newStub(admin).watchStatus(WatchStatusRequest.getDefaultInstance(), attempt);
        }
    }

    /** To be called about once a second. */
    void endSilence() {
        if (attempt != null && System.nanoTime() - attempt.heardNanos > SILENCE_MAX.toNanos()) {
            attempt.cancel("silent for " + SILENCE_MAX.toSeconds() + " s");
        }
    }

    void close() {
        closed = true;
        if (attempt != null) {
            attempt.cancel("no longer watched");
        }
        admin.shutdownNow();
        api.shutdownNow();
    }

    private void lost(String why) {
        LOG.debug("cluster {}: node {} cannot be observed: {}", cluster, node, why);
        attempt = null;
        become(null);
        if (!closed) {
            long jitter = ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1);
            thread.schedule(this::connect, backoffMillis + jitter, TimeUnit.MILLISECONDS);
            backoffMillis = Math.min(BACKOFF_MAX_MILLIS, backoffMillis * 2);
        }
    }

    private void hear(NodeStatus said) {
        Instant now = clock.instant();
        become(observed == null ? ObservedNode.first(said, now) : observed.then(said, now));
    }

    private void become(ObservedNode now) {
        ObservedNode before = observed;
        boolean first = !settled;
        observed = now;
        settled = true;
        if (!closed && (first || before != now)) {
            listener.changed(before, now);
        }
    }

    /** An address may have passed to a pod of somebody else. */
    private boolean isOurs(NodeStatus said) {
        return said.getCluster().equals(cluster.name()) && said.getName().equals(node);
    }

    private final class Attempt
            implements ClientResponseObserver<WatchStatusRequest, WatchStatusResponse> {

        private ClientCallStreamObserver<WatchStatusRequest> call;
        private long heardNanos = System.nanoTime();

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchStatusRequest> started) {
            call = started;
        }

        @Override
        public void onNext(WatchStatusResponse response) {
            if (attempt != this) {
                return;
            }
            heardNanos = System.nanoTime();
            NodeStatus said = response.getStatus();
            if (isOurs(said)) {
                backoffMillis = BACKOFF_MIN_MILLIS;
                hear(said);
            } else {
                cancel("it is %s of %s".formatted(said.getName(), said.getCluster()));
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended(failure.getMessage());
        }

        @Override
        public void onCompleted() {
            ended("the node ended the stream");
        }

        private void cancel(String why) {
            call.cancel(why, null);
            ended(why);
        }

        private void ended(String why) {
            if (attempt == this) {
                lost(why);
            }
        }
    }
}
