package io.multiraft.fsm.service;

import io.multiraft.fsm.collection.CopyOnWriteMap;

/** An instance of a primitive. It belongs to the partition; sessions come and go. */
public final class Service {

    private final long id;
    private final String type;
    private final ServiceName name;
    private final PrimitiveService primitive;

    /** Ids of the attached sessions, each its own value. */
    private final CopyOnWriteMap<Long, Long> sessionIds = new CopyOnWriteMap<>();

    Service(long id, String type, ServiceName name, PrimitiveService primitive) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.primitive = primitive;
    }

    /** Index of the proposal that created it. */
    public long id() {
        return id;
    }

    /** Full name of its gRPC service. */
    public String type() {
        return type;
    }

    public ServiceName name() {
        return name;
    }

    public PrimitiveService primitive() {
        return primitive;
    }

    /** Attaches a session; twice is once. */
    public void attach(Long sessionId) {
        sessionIds.put(sessionId, sessionId);
    }

    /** Detaches a session, which has no command here any more, and tells the primitive. */
    public void detach(Long sessionId) {
        sessionIds.remove(sessionId);
        primitive.detached(sessionId);
    }

    /** Attached sessions. */
    public int sessionCount() {
        return sessionIds.size();
    }

    /** Whether no session is attached. */
    public boolean isUnused() {
        return sessionIds.isEmpty();
    }

    ServiceSnapshot image() {
        return new ServiceSnapshot(this, sessionIds.freeze(), primitive.image());
    }
}
