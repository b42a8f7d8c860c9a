package io.multiraft.sim.replica;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Snapshot;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;

/** What runs in production. */
public class RealMachine implements Machine {

    /** Of the one partition there is. */
    public static final int PARTITION = 1;

    private final PartitionStateMachine machine;

    public RealMachine(Limits limits) {
        this.machine = new PartitionStateMachine(PARTITION, limits);
    }

    @Override
    public List<Effect> apply(LogEntry entry) {
        return machine.apply(entry);
    }

    @Override
    public QueryResult query(Query query) {
        return machine.query(query);
    }

    @Override
    public boolean isApplied(long sessionId, long commandSequenceNum) {
        return machine.isApplied(sessionId, commandSequenceNum);
    }

    @Override
    public long index() {
        return machine.index();
    }

    @Override
    public long clockMillis() {
        return machine.clockMillis();
    }

    @Override
    public OptionalLong nextDeadlineMillis() {
        return machine.nextDeadlineMillis();
    }

    @Override
    public long fingerprint() {
        return machine.fingerprint();
    }

    @Override
    public List<SessionView> sessions() {
        return machine.sessions(SessionSelection.all(), Integer.MAX_VALUE);
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Snapshot snapshot = machine.snapshot()) {
            snapshot.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        try {
            machine.restore(new ByteArrayInputStream(snapshot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
