package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.LogTime;
import io.multiraft.fsm.Timer;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.proto.internal.v1.CommandFrame;
import io.multiraft.proto.internal.v1.RetainedOutput;
import io.multiraft.proto.internal.v1.SessionFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import java.io.IOException;
import java.util.List;

/**
 * A session at one index; never changes.
 *
 * @param timer ends it, counted from the last resume; null while no deadline runs
 * @param attachNonces nonces of the last attaches, the last one last
 * @param running copies of the running commands, by id
 * @param complete the complete commands, by number
 */
public record SessionImage(
        Long id,
        SessionIdentity identity,
        long epoch,
        long timeoutMillis,
        Timer timer,
        boolean awaitsFirstKeepAlive,
        List<ByteString> attachNonces,
        long lowWaterMark,
        List<Command> running,
        CopyOnWriteMap.View<Long, Command> complete) {

    /**
     * Writes the session, then its running and then its complete commands.
     *
     * @param resumedMillis from which deadlines count; a timer's own may move while this is written
     */
    public void writeTo(FrameWriter writer, long resumedMillis) throws IOException {
        writer.write(SnapshotFrame.newBuilder().setSession(sessionFrame(resumedMillis)).build());
        for (Command command : running) {
            writer.write(SnapshotFrame.newBuilder().setCommand(commandFrame(command)).build());
        }
        for (Command command : complete) {
            writer.write(SnapshotFrame.newBuilder().setCommand(commandFrame(command)).build());
        }
    }

    private SessionFrame sessionFrame(long resumedMillis) {
        SessionFrame.Builder frame =
                SessionFrame.newBuilder()
                        .setSessionId(id)
                        .setTimeoutMillis(timeoutMillis)
                        .setAwaitsFirstKeepAlive(awaitsFirstKeepAlive)
                        .setEpoch(epoch)
                        .addAllAttachNonces(attachNonces)
                        .setNonce(identity.nonce())
                        .setLowWaterMark(lowWaterMark);
        if (timer != null) {
            frame.setDeadlineMillis(
                    LogTime.deadlineMillis(
                            timer.armedMillis(), timer.timeoutMillis(), resumedMillis));
        }
        if (identity.description() != null) {
            frame.setSession(identity.description());
        }
        return frame.build();
    }

    private CommandFrame commandFrame(Command command) {
        CommandFrame.Builder frame =
                CommandFrame.newBuilder()
                        .setSessionId(id)
                        .setCommandSequenceNum(command.sequenceNum())
                        .setCommandId(command.id())
                        .setServiceId(command.serviceId())
                        .setComplete(command.isComplete())
                        .setLastOutputSequenceNum(command.lastOutputSequenceNum())
                        .setStreamId(command.streamId());
        for (Effect.Output output : command.outputs()) {
            frame.addOutputs(
                    RetainedOutput.newBuilder()
                            .setOutputSequenceNum(output.outputSequenceNum())
                            .setStatus(output.status().wire().getNumber())
                            .setMessage(output.message())
                            .setIndex(output.index())
                            .setOutput(output.output()));
        }
        return frame.build();
    }
}
