package io.multiraft.operator.observe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of one partition that were opened for Session objects, by the objects' uid.
 *
 * @param index of the state machine when the list was made
 * @param version of the partition's set of sessions when the list was made
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
}
