package io.multiraft.fsm.session;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.internal.v1.CommandFrame;
import io.multiraft.proto.internal.v1.EndedSessionFrame;
import io.multiraft.proto.internal.v1.RetainedOutput;
import io.multiraft.proto.internal.v1.ServiceFrame;
import io.multiraft.proto.internal.v1.SessionFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Takes in sessions, their commands and their services from the frames of a snapshot. What lives
 * only while one is read is in here.
 */
public final class SessionRestorer {

    private final PartitionContext context;
    private final SessionTable sessions;
    private final ServiceTable services;
    private final TreeMap<Long, Session> byId = new TreeMap<>();
    private final TreeMap<Long, Command> running = new TreeMap<>();

    public SessionRestorer(PartitionContext context, SessionTable sessions, ServiceTable services) {
        this.context = context;
        this.sessions = sessions;
        this.services = services;
        sessions.restoreVersion();
    }

    public void restore(SessionFrame frame) throws SnapshotFormatException {
        checkWasMade("session", frame.getSessionId());
        SessionIdentity identity =
                new SessionIdentity(
                        frame.hasSession() ? frame.getSession() : null, frame.getNonce());
        Session session = sessions.add(frame.getSessionId(), identity);
        session.restore(
                frame.getEpoch(),
                frame.getAttachNoncesList(),
                frame.getTimeoutMillis(),
                frame.getAwaitsFirstKeepAlive(),
                frame.hasDeadlineMillis()
                        ? OptionalLong.of(frame.getDeadlineMillis())
                        : OptionalLong.empty());
        session.commands().restoreLowWaterMark(frame.getLowWaterMark());
        byId.put(session.id(), session);
    }

    public void restore(CommandFrame frame) throws SnapshotFormatException {
        checkWasMade("command", frame.getCommandId());
        CommandHistory history = session(frame.getSessionId()).commands();
        List<Effect.Output> outputs = new ArrayList<>(frame.getOutputsCount());
        for (RetainedOutput output : frame.getOutputsList()) {
            outputs.add(output(frame.getStreamId(), output));
        }
        Command command =
                new Command(
                        history,
                        frame.getCommandSequenceNum(),
                        frame.getCommandId(),
                        frame.getServiceId(),
                        outputs);
        command.resumeAt(
                frame.getLastOutputSequenceNum(), frame.getStreamId(), frame.getComplete());
        history.restore(command);
        if (!command.isComplete()) {
            Invariant.check(
                    running.put(command.id(), command) == null,
                    "command %s is there twice",
                    command.id());
        }
    }

    public void restore(ServiceFrame frame) throws SnapshotFormatException {
        checkWasMade("service", frame.getServiceId());
        Service service = services.restore(frame);
        for (long sessionId : frame.getSessionIdsList()) {
            session(sessionId).attach(service);
        }
    }

    public void restore(EndedSessionFrame frame) {
        checkWasMade("session", frame.getSessionId());
        sessions.ended().add(EndedSession.of(frame));
    }

    /** The command of an id that runs on a service, or null. */
    public RunningCommand command(long commandId, long serviceId) {
        Command command = running.get(commandId);
        return command == null || command.serviceId() != serviceId ? null : command;
    }

    /** Checks what can be seen only when everything is there. */
    public void end() {
        for (Command command : running.values()) {
            Invariant.check(
                    services.find(command.serviceId()) != null,
                    "command %s runs on service %s, which does not exist",
                    command.id(),
                    command.serviceId());
        }
    }

    /** An id is the index of the proposal that made it, so a greater one will be given yet. */
    private void checkWasMade(String what, long id) {
        Invariant.check(
                id > 0 && id <= context.index(),
                "%s %s in a snapshot at index %s",
                what,
                id,
                context.index());
    }

    private Session session(long sessionId) throws SnapshotFormatException {
        Session session = byId.get(sessionId);
        if (session == null) {
            throw new SnapshotFormatException("session " + sessionId + " is not in the snapshot");
        }
        return session;
    }

    private Effect.Output output(long streamId, RetainedOutput output)
            throws SnapshotFormatException {
        for (Status status : Status.values()) {
            if (status.wire().getNumber() == output.getStatus()) {
                return new Effect.Output(
                        streamId,
                        output.getIndex(),
                        output.getOutputSequenceNum(),
                        status,
                        output.getMessage(),
                        output.getOutput());
            }
        }
        throw new SnapshotFormatException("an output has status " + output.getStatus());
    }
}
