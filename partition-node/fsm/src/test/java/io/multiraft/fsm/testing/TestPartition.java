package io.multiraft.fsm.testing;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.Snapshot;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A partition that a test drives: one entry for each call, at a time that the test sets. */
public final class TestPartition {

    public static final int ID = 1;

    private final Limits limits;
    private PartitionStateMachine machine;
    private long nowMillis;

    public TestPartition() {
        this(Limits.defaults());
    }

    public TestPartition(Limits limits) {
        this.limits = limits;
        this.machine = new PartitionStateMachine(ID, limits);
    }

    public PartitionStateMachine machine() {
        return machine;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /** Sets the time of the entries to come. */
    public TestPartition at(long millis) {
        nowMillis = millis;
        return this;
    }

    /** Applies the proposals in one entry; none are a tick. */
    public List<Effect> apply(Proposal... proposals) {
        return machine.apply(entry(proposals).build());
    }

    /** Applies the first entry of a new leader, which has no proposals. */
    public List<Effect> resume() {
        return machine.apply(entry().setResume(true).build());
    }

    /** Applies a proposal and returns its first output. */
    public Effect.Output applyOne(Proposal proposal) {
        List<Effect> effects = apply(proposal);
        long streamId = machine.index();
        return effects.stream()
                .filter(Effect.Output.class::isInstance)
                .map(Effect.Output.class::cast)
                .filter(output -> output.streamId() == streamId)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no output in " + effects));
    }

    /** Opens a session without a name and returns its id. */
    public long openSession() {
        return applyOne(Proposals.open(OpenSessionInput.getDefaultInstance()))
                .output()
                .getOpenSession()
                .getSessionId();
    }

    /** Creates a service with a command that has no number, and returns its id. */
    public long createService(long sessionId, String type, String name) {
        Effect.Output output = applyOne(Proposals.create(sessionId, 0, type, "", name));
        return output.output().getSessionOutput().getCreateService().getServiceId();
    }

    public QueryResult query(long sessionId, long serviceId, ByteString payload) {
        return machine.query(new Query(sessionId, serviceId, 0, payload));
    }

    public byte[] snapshotBytes() {
        return bytesOf(machine.snapshot());
    }

    /** Goes on with a machine that was restored from a snapshot. */
    public TestPartition restore(byte[] snapshot) {
        machine = new PartitionStateMachine(ID, limits);
        try {
            machine.restore(new ByteArrayInputStream(snapshot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public static byte[] bytesOf(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            snapshot.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private LogEntry.Builder entry(Proposal... proposals) {
        return LogEntry.newBuilder()
                .setTimestampMillis(nowMillis)
                .addAllProposals(List.of(proposals));
    }
}
