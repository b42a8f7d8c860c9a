package io.multiraft.sim.replica;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionView;
import io.multiraft.proto.internal.v1.LogEntry;
import java.util.List;
import java.util.OptionalLong;

/** A node's state machine; the real one, unless a test plants a bug. */
public interface Machine {

    List<Effect> apply(LogEntry entry);

    QueryResult query(Query query);

    boolean isApplied(long sessionId, long commandSequenceNum);

    long index();

    long clockMillis();

    OptionalLong nextDeadlineMillis();

    long fingerprint();

    /** The open and the remembered sessions. */
    List<SessionView> sessions();

    byte[] snapshot();

    void restore(byte[] snapshot);
}
