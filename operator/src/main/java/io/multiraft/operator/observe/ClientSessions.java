package io.multiraft.operator.observe;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open sessions of one cluster that were not opened for objects, as its partitions list them
 * when they are asked. What a partition said last stands until it says something else.
 *
 * <p>For one thread, which is blocked while partitions answer.
 */
public final class ClientSessions {

    private static final long TIMEOUT_SECONDS = 5;
    private static final int PAGE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ClientSessions.class);

    private final NodeStatusWatcher watcher;
    private final ClusterKey cluster;
    private final boolean namedOnly;
    private final int most;
    private final Map<Integer, Listing> listings = new TreeMap<>();

    /**
     * Those of one partition, oldest first.
     *
     * @param version of the partition's set of sessions when the list was made
     * @param openCount how many there are, of which the list may have only the first
     */
    public record Listing(long version, List<SessionDetail> sessions, long openCount) {

        public Listing {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * @param namedOnly leaves those out that have no name
     * @param most how many of a partition are listed
     */
    public ClientSessions(
            NodeStatusWatcher watcher, ClusterKey cluster, boolean namedOnly, int most) {
        this.watcher = watcher;
        this.cluster = cluster;
        this.namedOnly = namedOnly;
        this.most = most;
    }

    /**
     * Asks those partitions whose set of sessions has changed.
     *
     * @return whether all answered that had to
     */
    public boolean refresh(int partitions) {
        boolean complete = true;
        for (int partition = 1; partition <= partitions; partition++) {
            OptionalLong version = version(partition);
            Listing known = listings.get(partition);
            boolean current =
                    known != null && version.isPresent() && known.version() == version.getAsLong();
            if (!current) {
                Optional<Listing> listing = list(partition);
                if (listing.isPresent()) {
                    listings.put(partition, listing.get());
                }
                complete &= listing.isPresent();
            }
        }
        return complete;
    }

    /** By partition, what each said last; those are missing that never answered. */
    public Map<Integer, Listing> listings() {
        return new HashMap<>(listings);
    }

    private OptionalLong version(int partition) {
        return watcher.leadership(cluster, partition)
                .map(Leadership::leader)
                .map(leader -> watcher.observed(cluster).get(leader))
                .flatMap(node -> Leadership.partition(node, partition))
                .map(PartitionStatus::getSessionVersion)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private Optional<Listing> list(int partition) {
        Optional<Channel> admin = watcher.admin(cluster, partition);
        if (admin.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(list(admin.get(), partition));
        } catch (StatusRuntimeException e) {
            LOG.debug(
                    "cluster {}: partition {} does not list its sessions: {}",
                    cluster,
                    partition,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** The version is that of the first page, so that what changes after it is asked for anew. */
    private Listing list(Channel admin, int partition) {
        List<SessionDetail> sessions = new ArrayList<>();
        ListSessionsResponse first = page(admin, partition, 0, Math.min(PAGE, most));
        ListSessionsResponse page = first;
        sessions.addAll(page.getSessionsList());
        while (page.getMore() && sessions.size() < most && page.getSessionsCount() > 0) {
            long last = sessions.get(sessions.size() - 1).getSessionId();
            page = page(admin, partition, last, Math.min(PAGE, most - sessions.size()));
            sessions.addAll(page.getSessionsList());
        }
        return new Listing(
                first.getSessionVersion(),
                sessions,
                Math.max(first.getOpenCount(), sessions.size()));
    }

    private ListSessionsResponse page(Channel admin, int partition, long after, int limit) {
        return NodeGrpc.newBlockingStub(admin)
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .listSessions(
                        ListSessionsRequest.newBuilder()
                                .setPartitionId(partition)
                                .setAfterSessionId(after)
                                .setLimit(limit)
                                .setExcludedNoncePrefix(ByteString.copyFromUtf8(Nonces.PREFIX))
                                .setOpenOnly(true)
                                .setNamedOnly(namedOnly)
                                .setCountOpen(after == 0)
                                .build());
    }
}
