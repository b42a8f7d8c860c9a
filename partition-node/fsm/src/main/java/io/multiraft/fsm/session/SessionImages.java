package io.multiraft.fsm.session;

import io.multiraft.fsm.collection.CopyOnWriteMap;
import java.util.ArrayDeque;

/**
 * What a snapshot takes of the open sessions, kept ready, so that taking one does not go through
 * all of them.
 *
 * <p>A session that changes loses its image and is stale. A snapshot makes the images of those that
 * are stale and freezes the map. Between snapshots, when more than so many are stale, those that
 * became so first get new images: so the work of a snapshot is bounded, and a session that is busy
 * while few others are costs nothing, since it stays stale.
 */
final class SessionImages {

    /** Images that a snapshot has to make, at most; about a millisecond of work. */
    static final int MOST_STALE = 2_048;

    /** Images of the sessions that are not stale, by id. */
    private final CopyOnWriteMap<Long, SessionImage> images = new CopyOnWriteMap<>();

    /** Sessions without an image; some may have ended meanwhile. */
    private final ArrayDeque<Session> stale = new ArrayDeque<>();

    /** Takes in a session that is new, and therefore stale. */
    void add(Session session) {
        stale.add(session);
    }

    /** A session changes in this entry. */
    void touch(Session session) {
        if (session.dropImage()) {
            images.remove(session.id());
            stale.add(session);
        }
    }

    /** A session is no more. */
    void remove(Session session) {
        if (session.dropImage()) {
            images.remove(session.id());
        }
        session.end();
    }

    /** Makes images until few enough are stale; only between entries, when no session changes. */
    void settle() {
        while (stale.size() > MOST_STALE) {
            renewFirst();
        }
    }

    /** The images of all sessions; only between entries. */
    CopyOnWriteMap.View<Long, SessionImage> freeze() {
        while (!stale.isEmpty()) {
            renewFirst();
        }
        return images.freeze();
    }

    private void renewFirst() {
        Session session = stale.remove();
        if (!session.hasEnded()) {
            images.put(session.id(), session.image());
        }
    }
}
