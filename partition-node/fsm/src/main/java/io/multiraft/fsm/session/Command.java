package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.ServiceOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * A command and its outputs that are not acknowledged yet, numbered from 1 without gaps. A complete
 * command never changes, so a snapshot may read it from another thread.
 */
final class Command implements RunningCommand {

    /** Number of a command that leaves no record. */
    static final long UNTRACKED = 0;

    private final CommandHistory history;
    private final long sequenceNum;
    private final long id;
    private final long serviceId;
    private final List<Effect.Output> outputs;
    private long lastOutputSequenceNum;
    private long streamId;
    private boolean complete;

    Command(CommandHistory history, long sequenceNum, long id, long serviceId) {
        this(history, sequenceNum, id, serviceId, new ArrayList<>(1));
        this.streamId = id;
    }

    Command(
            CommandHistory history,
            long sequenceNum,
            long id,
            long serviceId,
            List<Effect.Output> outputs) {
        this.history = history;
        this.sequenceNum = sequenceNum;
        this.id = id;
        this.serviceId = serviceId;
        this.outputs = outputs;
    }

    /** The same command with other outputs, which are all there is of the change. */
    Command with(List<Effect.Output> otherOutputs) {
        Command copy = new Command(history, sequenceNum, id, serviceId, otherOutputs);
        return copy.resumeAt(lastOutputSequenceNum, streamId, complete);
    }

    /** Sets where a command stands that was not begun here. */
    Command resumeAt(long lastOutput, long stream, boolean isComplete) {
        lastOutputSequenceNum = lastOutput;
        streamId = stream;
        complete = isComplete;
        return this;
    }

    @Override
    public long id() {
        return id;
    }

    long sequenceNum() {
        return sequenceNum;
    }

    boolean isTracked() {
        return sequenceNum != UNTRACKED;
    }

    /** The service it runs on; 0 for the creation or the close of a service. */
    long serviceId() {
        return serviceId;
    }

    /** Index of the proposal whose stream gets the outputs. */
    long streamId() {
        return streamId;
    }

    boolean isComplete() {
        return complete;
    }

    long lastOutputSequenceNum() {
        return lastOutputSequenceNum;
    }

    /** Outputs not yet acknowledged, in order. */
    List<Effect.Output> outputs() {
        return outputs;
    }

    @Override
    public boolean output(ByteString payload) {
        PartitionOutput output = wrap(payload);
        try {
            history.checkRoomFor(this, output);
        } catch (Refusal tooSlow) {
            refuse(tooSlow);
            return false;
        }
        give(Status.OK, "", output);
        return true;
    }

    @Override
    public void complete(ByteString payload) {
        complete(wrap(payload));
    }

    void complete(PartitionOutput output) {
        give(Status.OK, "", output);
        end();
    }

    /** Ends the command with an output that says why. */
    void refuse(Refusal refusal) {
        give(refusal.status(), refusal.getMessage(), PartitionOutput.getDefaultInstance());
        end();
    }

    /** Moves the command to the stream of a repetition, which gets what is not acknowledged. */
    void moveTo(long newStreamId) {
        if (!complete) {
            emit(
                    new Effect.StreamClosed(
                            streamId,
                            Status.CANCELED,
                            "command "
                                    + sequenceNum
                                    + " was sent again; its outputs go to the later call"));
            streamId = newStreamId;
        }
        for (Effect.Output output : outputs) {
            emit(
                    new Effect.Output(
                            newStreamId,
                            output.index(),
                            output.outputSequenceNum(),
                            output.status(),
                            output.message(),
                            output.output()));
        }
        if (complete) {
            emit(new Effect.StreamClosed(newStreamId, Status.OK, ""));
        }
    }

    /** How many of the leading outputs are acknowledged by {@code lastOutput}. */
    int acknowledgedBy(long lastOutput) {
        int count = 0;
        while (count < outputs.size() && outputs.get(count).outputSequenceNum() <= lastOutput) {
            count++;
        }
        return count;
    }

    private void give(Status status, String message, PartitionOutput output) {
        Invariant.check(!complete, "command %s gives an output after its end", id);
        long number = ++lastOutputSequenceNum;
        long index = history.context().index();
        Effect.Output given = new Effect.Output(streamId, index, number, status, message, output);
        if (isTracked()) {
            outputs.add(given);
            history.retain(given);
        }
        emit(given);
    }

    private void end() {
        complete = true;
        history.ended(this);
        emit(new Effect.StreamClosed(streamId, Status.OK, ""));
    }

    private void emit(Effect effect) {
        history.context().emit(effect);
    }

    private static PartitionOutput wrap(ByteString payload) {
        ServiceOutput service = ServiceOutput.newBuilder().setPayload(payload).build();
        return PartitionOutput.newBuilder()
                .setSessionOutput(SessionOutput.newBuilder().setServiceOutput(service))
                .build();
    }
}
