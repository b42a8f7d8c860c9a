package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.OptionalLong;

/** Opens a session, finds the one that this opening has made before, or takes one over. */
public final class OpenSessionHandler {

    private final PartitionContext context;
    private final Limits.Sessions limits;
    private final SessionTable sessions;

    public OpenSessionHandler(PartitionContext context, SessionTable sessions) {
        this.context = context;
        this.limits = context.limits().sessions();
        this.sessions = sessions;
    }

    public void handle(long streamId, OpenSessionInput input) throws Refusal {
        checkSize("nonce", input.getNonce().size(), limits.nonceBytes());
        checkSize("session", input.getSession().getSerializedSize(), limits.descriptionBytes());
        OptionalLong timeoutMillis = timeoutMillis(input);
        SessionIdentity identity =
                new SessionIdentity(
                        input.hasSession() ? input.getSession() : null, input.getNonce());
        Session session =
                input.getAttach()
                        ? attach(identity, timeoutMillis)
                        : findOrOpen(identity, timeoutMillis, input);
        OpenSessionOutput output =
                OpenSessionOutput.newBuilder()
                        .setSessionId(session.id())
                        .setEpoch(epochOf(session, input))
                        .setPartitionId(context.partitionId())
                        .build();
        context.reply(streamId, PartitionOutput.newBuilder().setOpenSession(output).build());
    }

    /**
     * The epoch that is the caller's. One that opened the session, and repeats that, may have lost
     * it to another since; the epoch is not its own then, and it must not be told it.
     */
    private static long epochOf(Session session, OpenSessionInput input) {
        return input.getAttach() ? session.epoch() : Session.FIRST_EPOCH;
    }

    private Session attach(SessionIdentity identity, OptionalLong timeoutMillis) throws Refusal {
        String name = identity.name();
        if (name.isEmpty()) {
            throw new Refusal(
                    Status.INVALID,
                    "attach without session.meta.id.name; only a named session can be taken over");
        }
        checkNotTakenOverBefore(identity.nonce());
        Session session = sessions.findByName(name);
        if (session == null) {
            EndedSession before = sessions.ended().findByName(name);
            throw new Refusal(
                    Status.NOT_FOUND,
                    "session \"" + name + "\" " + (before == null ? "is not open" : before.fate()));
        }
        if (!session.wasTakenOverWith(identity.nonce())) {
            session.takeOver(identity.nonce(), timeoutMillis);
            sessions.changed(session.id());
        } else if (!session.isHeldSince(identity.nonce())) {
            throw new Refusal(
                    Status.FORBIDDEN,
                    "session \""
                            + name
                            + "\", which this nonce has taken over, was taken over again: it is in"
                            + " epoch "
                            + session.epoch());
        }
        return session;
    }

    /** A late copy of an attach must not take over another session that has the name by now. */
    private void checkNotTakenOverBefore(ByteString nonce) throws Refusal {
        EndedSession before = nonce.isEmpty() ? null : sessions.ended().findByAttachNonce(nonce);
        if (before != null) {
            throw new Refusal(
                    Status.NOT_FOUND,
                    "session "
                            + before.sessionId()
                            + ", which this nonce has taken over, "
                            + before.fate()
                            + "; another attach needs a new nonce");
        }
    }

    private Session findOrOpen(
            SessionIdentity identity, OptionalLong timeoutMillis, OpenSessionInput input)
            throws Refusal {
        OpenSessionInput.Deadline deadline = input.getDeadline();
        if (deadline == OpenSessionInput.Deadline.UNRECOGNIZED) {
            throw new Refusal(
                    Status.INVALID,
                    "deadline is "
                            + input.getDeadlineValue()
                            + "; it must be TIMEOUT, FROM_FIRST_KEEP_ALIVE or NONE");
        }
        Session opened = findByNonce(identity.nonce());
        if (opened != null) {
            return opened;
        }
        checkNameIsFree(identity.name());
        if (sessions.size() >= limits.open()) {
            throw new Refusal(
                    Status.UNAVAILABLE,
                    "the partition has " + sessions.size() + " open sessions, which is the most");
        }
        Session session = sessions.add(context.index(), identity);
        session.open(timeoutMillis.orElse(limits.defaultTimeoutMillis()), deadline);
        sessions.changed(session.id());
        return session;
    }

    /**
     * The session that this opening has made before, or null. If it has ended, nothing is opened: a
     * call that was late would leave a session without an owner.
     */
    private Session findByNonce(ByteString nonce) throws Refusal {
        if (nonce.isEmpty()) {
            return null;
        }
        Session session = sessions.findByNonce(nonce);
        EndedSession before = session == null ? sessions.ended().findByNonce(nonce) : null;
        if (before != null) {
            throw new Refusal(
                    Status.NOT_FOUND,
                    "session "
                            + before.sessionId()
                            + ", which this nonce has opened, "
                            + before.fate()
                            + "; a new session needs a new nonce");
        }
        return session;
    }

    private void checkNameIsFree(String name) throws Refusal {
        Session session = name.isEmpty() ? null : sessions.findByName(name);
        if (session != null) {
            throw new Refusal(
                    Status.ALREADY_EXISTS,
                    "session \""
                            + name
                            + "\" is open as "
                            + session.id()
                            + " with another nonce; attach takes it over");
        }
    }

    private OptionalLong timeoutMillis(OpenSessionInput input) throws Refusal {
        if (!input.hasTimeout()) {
            return OptionalLong.empty();
        }
        long millis = Durations.toMillis(input.getTimeout(), "timeout");
        if (millis < limits.minTimeoutMillis() || millis > limits.maxTimeoutMillis()) {
            throw new Refusal(
                    Status.INVALID,
                    "timeout is "
                            + millis
                            + " ms; it must be "
                            + limits.minTimeoutMillis()
                            + " to "
                            + limits.maxTimeoutMillis()
                            + " ms");
        }
        return OptionalLong.of(millis);
    }

    private static void checkSize(String field, int bytes, int most) throws Refusal {
        if (bytes > most) {
            throw new Refusal(
                    Status.INVALID,
                    field + " has " + bytes + " bytes; it must have " + most + " at most");
        }
    }
}
