package io.multiraft.operator.observe;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that each partition holds for Session objects. A partition is asked when it has a
 * leader and its version of the set differs from that of the list at hand; at once, but at most
 * once a second.
 *
 * <p>Writers run on the observing thread, save {@link #opened}; readers may be anywhere.
 */
public final class SessionListings {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SessionListings.class);

    private final NodeStatusWatcher watcher;
    private final ScheduledExecutorService thread;
    private final ObservationListener listener;
    private final Map<PartitionKey, PartitionListing> listings = new ConcurrentHashMap<>();
    private final Map<PartitionKey, Request> requests = new HashMap<>();

    private record PartitionKey(ClusterKey cluster, int partition) {}

    SessionListings(
            NodeStatusWatcher watcher,
            ScheduledExecutorService thread,
            ObservationListener listener) {
        this.watcher = watcher;
        this.thread = thread;
        this.listener = listener;
    }

    /** The lists of the partitions that have a leader now, by partition. */
    public Map<Integer, PartitionListing> of(ClusterKey cluster) {
        Map<Integer, PartitionListing> found = new TreeMap<>();
        Map<String, NodeStatus> observed = watcher.observed(cluster);
        listings.forEach(
                (key, listing) -> {
                    if (key.cluster().equals(cluster)
                            && Leadership.of(observed.values(), key.partition()).isPresent()) {
                        found.put(key.partition(), listing);
                    }
                });
        return found;
    }

    /** Adds what was opened just now, so that nobody waits for the next list. */
    public void opened(ClusterKey cluster, int partition, ListedSession session) {
        listings.computeIfPresent(
                new PartitionKey(cluster, partition), (key, listing) -> listing.with(session));
    }

    void forget(ClusterKey cluster) {
        listings.keySet().removeIf(key -> key.cluster().equals(cluster));
        requests.keySet().removeIf(key -> key.cluster().equals(cluster));
    }

    /** Asks the partitions of a cluster whose list is missing or out of date. */
    void refresh(ClusterKey cluster) {
        Map<String, NodeStatus> observed = watcher.observed(cluster);
        observed.values().stream()
                .flatMap(node -> node.getPartitionsList().stream())
                .map(PartitionStatus::getPartitionId)
                .distinct()
                .forEach(partition -> refresh(cluster, partition, observed));
    }

    private void refresh(ClusterKey cluster, int partition, Map<String, NodeStatus> observed) {
        PartitionKey key = new PartitionKey(cluster, partition);
        Request request = requests.computeIfAbsent(key, Request::new);
        var leadership = Leadership.of(observed.values(), partition);
        PartitionListing listing = listings.get(key);
        boolean opens = leadership.isPresent() && !request.led && listing != null;
        request.led = leadership.isPresent();
        if (opens) {
            listener.partitionOpen(cluster, partition);
        }
        boolean current =
                leadership
                        .map(now -> observed.get(now.leader()))
                        .flatMap(leader -> Leadership.partition(leader, partition))
                        .map(
                                status ->
                                        listing != null
                                                && listing.version() == status.getSessionVersion())
                        .orElse(listing != null);
        if (leadership.isPresent() && !current) {
            request.startSoon();
        }
    }

    private void listed(PartitionKey key, PartitionListing newer) {
        PartitionListing before = listings.get(key);
        PartitionListing after =
                listings.merge(key, newer, (older, latest) -> older.replacedBy(latest));
        if (before == null) {
            listener.partitionOpen(key.cluster(), key.partition());
        } else {
            Set<String> uids = after.changesSince(before);
            if (!uids.isEmpty()) {
                listener.sessionsChanged(key.cluster(), key.partition(), uids);
            }
        }
    }

    /** Asks one partition, page after page. */
    private final class Request {

        private final PartitionKey key;
        private boolean led;
        private boolean pending;
        private long startedNanos = System.nanoTime() - PAUSE.toNanos();

        Request(PartitionKey key) {
            this.key = key;
        }

        void startSoon() {
            if (!pending) {
                pending = true;
                long passed = System.nanoTime() - startedNanos;
                thread.schedule(this::start, PAUSE.toNanos() - passed, TimeUnit.NANOSECONDS);
            }
        }

        private void start() {
            startedNanos = System.nanoTime();
            page(0, new PartitionListing.Pages());
        }

        private void page(long after, PartitionListing.Pages pages) {
            var channel = watcher.admin(key.cluster(), key.partition());
            if (channel.isEmpty() || requests.get(key) != this) {
                pending = false;
                return;
            }
            NodeGrpc.newStub(channel.get())
                    .withDeadlineAfter(TIMEOUT)
                    .listSessions(
                            ListSessionsRequest.newBuilder()
                                    .setPartitionId(key.partition())
                                    .setAfterSessionId(after)
                                    .setNoncePrefix(ByteString.copyFromUtf8(Nonces.PREFIX))
                                    .build(),
                            new Page(pages));
        }

        private void end(PartitionListing listing) {
            pending = false;
            if (requests.get(key) == this) {
                if (listing != null) {
                    listed(key, listing);
                }
                // What changed in the meantime, or failed, is asked for again, after a pause.
                refresh(key.cluster());
            }
        }

        private final class Page implements StreamObserver<ListSessionsResponse> {

            private final PartitionListing.Pages pages;
            private ListSessionsResponse response;

            Page(PartitionListing.Pages pages) {
                this.pages = pages;
            }

            @Override
            public void onNext(ListSessionsResponse next) {
                response = next;
            }

            @Override
            public void onError(Throwable failure) {
                LOG.debug(
                        "cluster {}: partition {} does not list its sessions: {}",
                        key.cluster(),
                        key.partition(),
                        failure.getMessage());
                end(null);
            }

            @Override
            public void onCompleted() {
                Optional<PartitionListing> listing = pages.add(response);
                if (listing.isPresent()) {
                    end(listing.get());
                } else {
                    int last = response.getSessionsCount() - 1;
                    page(response.getSessions(last).getSessionId(), pages);
                }
            }
        }
    }
}
