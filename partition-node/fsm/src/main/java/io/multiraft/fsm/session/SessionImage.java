package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.proto.internal.v1.CommandFrame;
import io.multiraft.proto.internal.v1.RetainedOutput;
import io.multiraft.proto.internal.v1.SessionFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A session at one index; never changes.
 *
 * @param attachNonces nonces of the last attaches, the last one last
 * @param running copies of the running commands, by id
 * @param complete the complete commands, by number
 */
public record SessionImage(
        long id,
        SessionIdentity identity,
        long epoch,
        long timeoutMillis,
        OptionalLong deadlineMillis,
        boolean awaitsFirstKeepAlive,
        List<ByteString> attachNonces,
        long lowWaterMark,
        List<Command> running,
        CopyOnWriteMap.View<Long, Command> complete) {

    /** Writes the session, then its running and then its complete commands. */
    public void writeTo(FrameWriter writer) throws IOException {
        writer.write(SnapshotFrame.newBuilder().setSession(sessionFrame()).build());
        for (Command command : running) {
            writer.write(SnapshotFrame.newBuilder().setCommand(commandFrame(command)).build());
        }
        for (Command command : complete) {
            writer.write(SnapshotFrame.newBuilder().setCommand(commandFrame(command)).build());
        }
    }

    private SessionFrame sessionFrame() {
        SessionFrame.Builder frame =
                SessionFrame.newBuilder()
                        .setSessionId(id)
                        .setTimeoutMillis(timeoutMillis)
                        .setAwaitsFirstKeepAlive(awaitsFirstKeepAlive)
                        .setEpoch(epoch)
                        .addAllAttachNonces(attachNonces)
                        .setNonce(identity.nonce())
                        .setLowWaterMark(lowWaterMark);
        deadlineMillis.ifPresent(frame::setDeadlineMillis);
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
