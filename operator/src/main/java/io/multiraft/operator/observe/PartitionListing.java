package io.multiraft.operator.observe;

import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The sessions of one partition that were opened for Session objects, by the objects' uid.
 *
 * @param index of the state machine when the last page was made: a session up to it is in the list,
 *     unless it had ended
 * @param version of the partition's set of sessions when the first page was made: what ended while
 *     the others were, and is in the list all the same, shows as a change since then
 */
public record PartitionListing(long index, long version, Map<String, ListedSession> sessions) {

    public PartitionListing {
        sessions = Map.copyOf(sessions);
    }

    public Optional<ListedSession> find(String uid) {
        return Optional.ofNullable(sessions.get(uid));
    }

    /** With a session that was just opened, which a list made earlier does not have. */
    PartitionListing with(ListedSession opened) {
        Map<String, ListedSession> merged = new HashMap<>(sessions);
        merged.put(opened.uid(), opened);
        return new PartitionListing(index, version, merged);
    }

    /**
     * A newer list does away with what an older one had, save what was opened while it was being
     * made: session ids are indices, so a session above its index cannot be in it.
     */
    PartitionListing replacedBy(PartitionListing newer) {
        PartitionListing merged = newer;
        for (ListedSession known : sessions.values()) {
            if (known.sessionId() > newer.index && known.sessionId() > index) {
                merged = merged.with(known);
            }
        }
        return merged;
    }

    /** Objects whose session differs between the two lists. */
    Set<String> changesSince(PartitionListing older) {
        Set<String> uids = new HashSet<>(sessions.keySet());
        uids.addAll(older.sessions.keySet());
        uids.removeIf(uid -> Objects.equals(sessions.get(uid), older.sessions.get(uid)));
        return uids;
    }

    /** Makes a list of its pages, which come one after the other. */
    static final class Pages {

        private final Map<String, ListedSession> sessions = new HashMap<>();
        private OptionalLong version = OptionalLong.empty();

        /**
         * Takes the next page.
         *
         * @return the list, if that was the last
         */
        Optional<PartitionListing> add(ListSessionsResponse page) {
            version = OptionalLong.of(version.orElse(page.getSessionVersion()));
            for (SessionDetail detail : page.getSessionsList()) {
                Nonces.listed(detail).ifPresent(one -> sessions.put(one.uid(), one));
            }
            return page.getMore() && page.getSessionsCount() > 0
                    ? Optional.empty()
                    : Optional.of(
                            new PartitionListing(page.getIndex(), version.getAsLong(), sessions));
        }
    }
}
