package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The sessions that ended last, so many and no more. */
final class EndedSessions {

    private final int most;

    /** Oldest end first. */
    private final ArrayDeque<EndedSession> byEnd = new ArrayDeque<>();

    private final TreeMap<Long, EndedSession> byId = new TreeMap<>();

    EndedSessions(int most) {
        this.most = most;
    }

    void add(EndedSession session) {
        byEnd.add(session);
        byId.put(session.sessionId(), session);
        if (byEnd.size() > most) {
            byId.remove(byEnd.remove().sessionId());
        }
    }

    /** The session of an id, or null. */
    EndedSession find(long sessionId) {
        return byId.get(sessionId);
    }

    /** The last one to end of a nonce, or null. */
    EndedSession findByNonce(ByteString nonce) {
        EndedSession found = null;
        for (EndedSession session : byEnd) {
            found = session.identity().nonce().equals(nonce) ? session : found;
        }
        return found;
    }

    /** The last one to end that an attach with that nonce has taken over, or null. */
    EndedSession findByAttachNonce(ByteString nonce) {
        EndedSession found = null;
        for (EndedSession session : byEnd) {
            found = session.attachNonces().contains(nonce) ? session : found;
        }
        return found;
    }

    /** The last one to end of a name, or null. */
    EndedSession findByName(String name) {
        EndedSession found = null;
        for (EndedSession session : byEnd) {
            found = session.identity().name().equals(name) ? session : found;
        }
        return found;
    }

    /** Those with a greater id, by id. */
    NavigableMap<Long, EndedSession> after(long sessionId) {
        return byId.tailMap(sessionId, false);
    }

    /** All, oldest end first. */
    List<EndedSession> all() {
        return List.copyOf(byEnd);
    }
}
