package io.multiraft.fsm.service;

import java.util.List;
import java.util.TreeSet;

/** An instance of a primitive. It belongs to the partition; sessions come and go. */
public final class Service {

    private final long id;
    private final String type;
    private final ServiceName name;
    private final PrimitiveService primitive;
    private final TreeSet<Long> sessionIds = new TreeSet<>();

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
    public void attach(long sessionId) {
        sessionIds.add(sessionId);
    }

    public void detach(long sessionId) {
        sessionIds.remove(sessionId);
    }

    ServiceSnapshot image() {
        return new ServiceSnapshot(this, List.copyOf(sessionIds), primitive.image());
    }
}
