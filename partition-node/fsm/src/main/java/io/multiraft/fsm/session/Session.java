package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Timer;
import io.multiraft.fsm.service.Service;
import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An open session: a lease, which ends what it holds when it ends. */
final class Session {

    /** The epoch of whoever opened it. */
    static final long FIRST_EPOCH = 1;

    private final PartitionContext context;
    private final long id;
    private final SessionIdentity identity;
    private final CommandHistory commands;
    private final TreeMap<Long, Service> services = new TreeMap<>();

    /** Rises with each attach; a caller that names another one is not the owner any more. */
    private long epoch = FIRST_EPOCH;

    /** Nonces of the last attaches, the last one last: a copy of one must not take over again. */
    private final ArrayDeque<ByteString> attachNonces = new ArrayDeque<>();

    private long timeoutMillis;
    private boolean awaitsFirstKeepAlive;

    /** Ends the session; null while no deadline runs. */
    private Timer timer;

    /** What the timer does. */
    private final Runnable expiry;

    Session(
            PartitionContext context,
            long id,
            SessionIdentity identity,
            CommandHistory commands,
            SessionTable table) {
        this.context = context;
        this.id = id;
        this.identity = identity;
        this.commands = commands;
        this.expiry = () -> table.expire(this);
    }

    /** Index of the proposal that opened it. */
    long id() {
        return id;
    }

    SessionIdentity identity() {
        return identity;
    }

    long epoch() {
        return epoch;
    }

    CommandHistory commands() {
        return commands;
    }

    /** The services it is attached to, by id. */
    List<Service> services() {
        return List.copyOf(services.values());
    }

    int serviceCount() {
        return services.size();
    }

    /** The attached service of an id, or null. */
    Service service(long serviceId) {
        return services.get(serviceId);
    }

    void attach(Service service) {
        services.put(service.id(), service);
        service.attach(id);
    }

    void detach(Service service) {
        services.remove(service.id());
        service.detach(id);
    }

    /** Starts the deadline, if there is to be one already. */
    void open(long timeout, Deadline deadline) {
        timeoutMillis = timeout;
        awaitsFirstKeepAlive = deadline == Deadline.FROM_FIRST_KEEP_ALIVE;
        if (deadline == Deadline.TIMEOUT) {
            timer = context.timers().arm(id, timeoutMillis, expiry);
        }
    }

    void keepAlive() {
        if (awaitsFirstKeepAlive) {
            awaitsFirstKeepAlive = false;
            timer = context.timers().arm(id, timeoutMillis, expiry);
        } else {
            restartDeadline();
        }
    }

    List<ByteString> attachNonces() {
        return List.copyOf(attachNonces);
    }

    /** Whether an attach with that nonce has been here; one without a nonce never has. */
    boolean wasTakenOverWith(ByteString nonce) {
        return !nonce.isEmpty() && attachNonces.contains(nonce);
    }

    /** Whether no other attach came after the one with that nonce. */
    boolean isHeldSince(ByteString nonce) {
        return nonce.equals(attachNonces.peekLast());
    }

    /** Hands the session to another owner, who may have brought a timeout of its own. */
    void takeOver(ByteString nonce, OptionalLong newTimeoutMillis) {
        epoch++;
        attachNonces.add(nonce);
        if (attachNonces.size() > Limits.ATTACHES_REMEMBERED) {
            attachNonces.remove();
        }
        commands.cancelRunning("session " + id + " was taken over, its epoch is now " + epoch);
        commands.clear();
        timeoutMillis = newTimeoutMillis.orElse(timeoutMillis);
        restartDeadline();
    }

    /** Stops the deadline of a session that ends; it may be the deadline that ends it. */
    void stopDeadline(boolean expired) {
        if (timer != null && !expired) {
            context.timers().cancel(timer);
        }
        timer = null;
    }

    SessionView view() {
        return new SessionView(
                id,
                SessionState.OPEN,
                identity.description(),
                identity.nonce(),
                epoch,
                timeoutMillis,
                deadlineMillis(),
                services.size(),
                commands.runningCount());
    }

    SessionImage image() {
        return new SessionImage(
                id,
                identity,
                epoch,
                timeoutMillis,
                deadlineMillis(),
                awaitsFirstKeepAlive,
                attachNonces(),
                commands.lowWaterMark(),
                commands.copyRunning(),
                commands.freezeComplete());
    }

    /** Takes in where the session stands as a snapshot has it. */
    void restore(
            long restoredEpoch,
            List<ByteString> restoredNonces,
            long timeout,
            boolean awaits,
            OptionalLong deadlineMillis) {
        epoch = restoredEpoch;
        attachNonces.addAll(restoredNonces);
        timeoutMillis = timeout;
        awaitsFirstKeepAlive = awaits;
        if (deadlineMillis.isPresent()) {
            timer = context.timers().restore(id, deadlineMillis.getAsLong(), timeout, expiry);
        }
    }

    private OptionalLong deadlineMillis() {
        return timer == null ? OptionalLong.empty() : OptionalLong.of(timer.deadlineMillis());
    }

    private void restartDeadline() {
        if (timer != null) {
            context.timers().cancel(timer);
            timer = context.timers().arm(id, timeoutMillis, expiry);
        }
    }
}
