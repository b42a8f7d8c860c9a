package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.multiraft.v1.KeepAliveOutput.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sessions of a partition: those that are open, and the last ones that ended. */
public final class SessionTable {

    private final PartitionContext context;
    private final ServiceTable services;
    private final Retention retention = new Retention();
    private final TreeMap<Long, Session> open = new TreeMap<>();
    private final Map<ByteString, Session> byNonce = new LinkedHashMap<>();
    private final Map<String, Session> byName = new LinkedHashMap<>();
    private final SessionImages images = new SessionImages();
    private final EndedSessions ended;
    private long version;

    public SessionTable(PartitionContext context, ServiceTable services) {
        this.context = context;
        this.services = services;
        this.ended = new EndedSessions(context.limits().sessions().remembered());
    }

    /** Sessions that are open. */
    public int size() {
        return open.size();
    }

    /**
     * Rises with every entry in which a session opens, ends or is taken over. It is index plus
     * clock, of which one or the other rises with every such entry; so a replica restored from a
     * snapshot, which does not have the version, is never behind one that applied all.
     */
    public long version() {
        return version;
    }

    /** Whether a command of a session was applied; of a session that is not open, all were. */
    public boolean isApplied(long sessionId, long commandSequenceNum) {
        Session session = open.get(sessionId);
        return session == null
                || commandSequenceNum <= session.commands().lowWaterMark()
                || session.commands().find(commandSequenceNum) != null;
    }

    /** Runs a query for a session. */
    public List<ByteString> query(long sessionId, long serviceId, long epoch, ByteString payload)
            throws Refusal {
        Session session = require(sessionId, epoch);
        return requireAttached(session, serviceId).primitive().query(payload);
    }

    /** The first of a selection, by id. */
    public List<SessionView> views(SessionSelection selection, int limit) {
        TreeMap<Long, SessionView> views = new TreeMap<>();
        for (Session session : open.tailMap(selection.afterSessionId(), false).values()) {
            if (views.size() == limit) {
                break;
            }
            if (session.identity().isIn(selection)) {
                views.put(session.id(), session.view());
            }
        }
        if (!selection.openOnly()) {
            for (EndedSession session : ended.after(selection.afterSessionId()).values()) {
                if (session.identity().isIn(selection)) {
                    views.put(session.sessionId(), session.view());
                }
            }
        }
        List<SessionView> ordered = new ArrayList<>(views.values());
        return List.copyOf(ordered.subList(0, Math.min(limit, ordered.size())));
    }

    /** How many of a selection are open. */
    public int countOpen(SessionSelection selection) {
        int count = 0;
        for (Session session : open.tailMap(selection.afterSessionId(), false).values()) {
            count += session.identity().isIn(selection) ? 1 : 0;
        }
        return count;
    }

    /** The session of an id, with the first of what it holds. */
    public Optional<SessionHoldings> holdings(long sessionId, int most) {
        return holdings(open.get(sessionId), ended.find(sessionId), most);
    }

    /** The open session of a name, or else the last one to end, with the first of what it holds. */
    public Optional<SessionHoldings> holdings(String name, int most) {
        Session session = byName.get(name);
        return holdings(session, session == null ? ended.findByName(name) : null, most);
    }

    private static Optional<SessionHoldings> holdings(
            Session session, EndedSession endedSession, int most) {
        if (session != null) {
            return Optional.of(session.holdings(most));
        }
        return Optional.ofNullable(endedSession)
                .map(one -> new SessionHoldings(one.view(), List.of(), List.of()));
    }

    /** The open sessions as they are now, for good, by id. */
    public CopyOnWriteMap.View<Long, SessionImage> images() {
        return images.freeze();
    }

    /**
     * To be called after each entry: renews images while no session is in the middle of a change.
     */
    public void settle() {
        images.settle();
    }

    /** The remembered sessions as they are now, oldest end first. */
    public List<EndedSession> endedSessions() {
        return ended.all();
    }

    /** The open session of an id, when the epoch is its own, or 0. */
    Session require(long sessionId, long epoch) throws Refusal {
        Session session = open.get(sessionId);
        if (session == null) {
            throw new Refusal(
                    Status.NOT_FOUND,
                    "session " + Long.toUnsignedString(sessionId) + " " + fate(sessionId));
        }
        if (epoch != 0 && epoch != session.epoch()) {
            throw new Refusal(
                    Status.FORBIDDEN,
                    "session "
                            + sessionId
                            + " is in epoch "
                            + session.epoch()
                            + ", not in "
                            + Long.toUnsignedString(epoch)
                            + ": it was taken over");
        }
        return session;
    }

    /** How a session ended for whoever had it in an epoch; 0 is any. */
    End end(long sessionId, long epoch) {
        Session session = open.get(sessionId);
        EndedSession before = ended.find(sessionId);
        if (session == null && before == null) {
            return End.UNKNOWN;
        }
        long last = session == null ? before.epoch() : session.epoch();
        if (epoch != 0 && epoch != last) {
            return End.TAKEN_OVER;
        }
        if (before == null) {
            return End.UNKNOWN;
        }
        return before.state() == SessionState.EXPIRED ? End.EXPIRED : End.CLOSED;
    }

    /** The service of an id, when the session is attached to it. */
    Service requireAttached(Session session, long serviceId) throws Refusal {
        Service service = session.service(serviceId);
        if (service == null) {
            throw new Refusal(
                    Status.NOT_FOUND,
                    "session "
                            + session.id()
                            + " is not attached to service "
                            + Long.toUnsignedString(serviceId)
                            + (services.find(serviceId) == null ? ", which does not exist" : "")
                            + "; create it in this session first");
        }
        return service;
    }

    Session findByNonce(ByteString nonce) {
        return byNonce.get(nonce);
    }

    Session findByName(String name) {
        return byName.get(name);
    }

    EndedSessions ended() {
        return ended;
    }

    /** Makes an open session, which has no deadline yet. */
    Session add(long sessionId, SessionIdentity identity) {
        Session session = new Session(context, sessionId, identity, services, retention, this);
        boolean isNew = open.put(session.id(), session) == null;
        images.add(session);
        if (!identity.nonce().isEmpty()) {
            isNew &= byNonce.put(identity.nonce(), session) == null;
        }
        if (!identity.name().isEmpty()) {
            isNew &= byName.put(identity.name(), session) == null;
        }
        Invariant.check(isNew, "id, nonce or name of session %s is there twice", sessionId);
        return session;
    }

    void close(Session session) {
        end(session, SessionState.CLOSED);
    }

    void expire(Session session) {
        end(session, SessionState.EXPIRED);
    }

    /** The session is about to change, or has just done so in this entry. */
    void touch(Session session) {
        images.touch(session);
    }

    /** Notes that the list of sessions is not what it was. */
    void changed(long sessionId) {
        version = context.index() + context.time().nowMillis();
        context.emit(new Effect.SessionsChanged(sessionId));
    }

    /** Takes over from a snapshot, whose own version was at most this. */
    void restoreVersion() {
        version = context.index() + context.time().nowMillis();
    }

    /** Cancels what runs, leaves the services, and only then is gone. */
    private void end(Session session, SessionState state) {
        Long id = session.id();
        String how = state == SessionState.EXPIRED ? " has expired" : " was closed";
        session.commands().cancelRunning("session " + id + how);
        session.commands().clear();
        context.worked(session.detachAll());
        session.stopDeadline(state == SessionState.EXPIRED);
        open.remove(id);
        images.remove(session);
        byNonce.remove(session.identity().nonce());
        byName.remove(session.identity().name());
        long nowMillis = context.time().nowMillis();
        ended.add(
                new EndedSession(
                        id,
                        session.identity(),
                        session.attachNonces(),
                        session.epoch(),
                        context.index(),
                        nowMillis,
                        state));
        changed(id);
    }

    private String fate(long sessionId) {
        EndedSession session = ended.find(sessionId);
        if (session != null) {
            return session.fate();
        }
        return Long.compareUnsigned(sessionId, context.index()) > 0 || sessionId == 0
                ? "was never opened"
                : "is not open: it never was, or ended too long ago to be remembered";
    }
}
