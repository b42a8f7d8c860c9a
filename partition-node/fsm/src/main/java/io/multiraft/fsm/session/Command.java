package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SessionHoldings.PendingCommand;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.Answer;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
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
    private final Long sequenceNum;
    private final long id;
    private final long serviceId;

    /** The output of a command that gave it as its last and only one, as most do; else null. */
    private Effect.Output only;

    /** Immutable until the command has given an output and stays open; and again when complete. */
    private List<Effect.Output> outputs;

    private long lastOutputSequenceNum;
    private long streamId;
    private boolean complete;

    Command(CommandHistory history, Long sequenceNum, long id, long serviceId) {
        this(history, sequenceNum, id, serviceId, List.of());
        this.streamId = id;
    }

    Command(
            CommandHistory history,
            Long sequenceNum,
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

    @Override
    public long sessionId() {
        return history.sessionId();
    }

    long sequenceNum() {
        return sequenceNum;
    }

    /** The number as a key. */
    Long key() {
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

    /** Its only output, if it is known to have no more and that is not acknowledged; or null. */
    Effect.Output only() {
        return only;
    }

    /** Outputs not yet acknowledged, in order. */
    List<Effect.Output> outputs() {
        return only == null ? outputs : List.of(only);
    }

    PendingCommand view() {
        return new PendingCommand(
                id, sequenceNum, serviceId, lastOutputSequenceNum, outputs().size());
    }

    @Override
    public boolean output(ByteString payload) {
        try {
            history.checkRoomFor(this, Effect.Output.wrappedSize(payload.size()));
        } catch (Refusal tooSlow) {
            refuse(tooSlow);
            return false;
        }
        checkOpen();
        give(Effect.Output.ofService(streamId, index(), nextOutput(), payload));
        return true;
    }

    @Override
    public void complete(ByteString payload) {
        finish();
        give(Effect.Output.ofService(streamId, index(), nextOutput(), payload));
        end();
    }

    @Override
    public void complete(Answer payload) {
        finish();
        give(Effect.Output.ofService(streamId, index(), nextOutput(), payload));
        end();
    }

    void complete(PartitionOutput output) {
        finish();
        give(new Effect.Output(streamId, index(), nextOutput(), Status.OK, "", output));
        end();
    }

    /** Ends the command with an output that says why. */
    void refuse(Refusal refusal) {
        finish();
        give(
                new Effect.Output(
                        streamId,
                        index(),
                        nextOutput(),
                        refusal.status(),
                        refusal.getMessage(),
                        PartitionOutput.getDefaultInstance()));
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
            history.touch();
        }
        for (Effect.Output output : outputs()) {
            history.context().emitAgain(output.to(newStreamId));
        }
        if (complete) {
            emit(new Effect.StreamClosed(newStreamId, Status.OK, ""));
        }
    }

    /** How many of the leading outputs are acknowledged by {@code lastOutput}. */
    int acknowledgedBy(long lastOutput) {
        int count = 0;
        for (Effect.Output output : outputs()) {
            if (output.outputSequenceNum() > lastOutput) {
                break;
            }
            count++;
        }
        return count;
    }

    private void finish() {
        checkOpen();
        complete = true;
    }

    private void checkOpen() {
        if (complete) {
            throw Invariant.violated("command %s gives an output after its end", id);
        }
    }

    /** Number of the output that is given now. */
    private long nextOutput() {
        return ++lastOutputSequenceNum;
    }

    private long index() {
        return history.context().index();
    }

    private void give(Effect.Output output) {
        history.touch();
        history.context().worked(1);
        if (isTracked()) {
            keep(output);
            history.retain(output);
        }
        emit(output);
    }

    private void keep(Effect.Output output) {
        if (complete && outputs.isEmpty()) {
            only = output;
            return;
        }
        if (outputs.isEmpty()) {
            outputs = new ArrayList<>();
        }
        outputs.add(output);
    }

    private void end() {
        history.ended(this);
        emit(new Effect.StreamClosed(streamId, Status.OK, ""));
    }

    private void emit(Effect effect) {
        history.context().emit(effect);
    }
}
