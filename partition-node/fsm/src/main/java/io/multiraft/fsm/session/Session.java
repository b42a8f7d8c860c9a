package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Timer;
import io.multiraft.fsm.service.Service;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** An open session: a lease, which ends what it holds when it ends. */
final class Session implements Runnable {

    private static final Service[] NO_SERVICES = {};

    /** The epoch of whoever opened it. */
    static final long FIRST_EPOCH = 1;

    private final PartitionContext context;
    private final SessionTable table;

    /** Boxed once, since the tables that have it as a key are many. */
    private final Long id;

    private final SessionIdentity identity;
    private final CommandHistory commands;

    /** By id. An array, since most sessions have few and there are many sessions. */
    private Service[] services = NO_SERVICES;

    /** Rises with each attach; a caller that names another one is not the owner any more. */
    private long epoch = FIRST_EPOCH;

    /** Nonces of the last attaches, the last one last: a copy of one must not take over again. */
    private List<ByteString> attachNonces = List.of();

    private long timeoutMillis;
    private boolean awaitsFirstKeepAlive;

    /** Ends the session; null while no deadline runs. */
    private Timer timer;

    private SessionImage image;
    private boolean ended;

    Session(
            PartitionContext context,
            Long id,
            SessionIdentity identity,
            ServiceTable allServices,
            Retention partitionRetention,
            SessionTable table) {
        this.context = context;
        this.id = id;
        this.identity = identity;
        this.commands = new CommandHistory(context, this, allServices, partitionRetention);
        this.table = table;
    }

    /** Index of the proposal that opened it. */
    Long id() {
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

    int serviceCount() {
        return services.length;
    }

    /** The attached service of an id, or null. */
    Service service(long serviceId) {
        int position = position(serviceId);
        return position < 0 ? null : services[position];
    }

    void attach(Service service) {
        int position = -1 - position(service.id());
        if (position >= 0) {
            Service[] more = new Service[services.length + 1];
            System.arraycopy(services, 0, more, 0, position);
            more[position] = service;
            System.arraycopy(services, position, more, position + 1, services.length - position);
            services = more;
        }
        service.attach(id);
    }

    void detach(Service service) {
        int position = position(service.id());
        Invariant.check(position >= 0, "session %s has no service %s", id, service.id());
        Service[] less = new Service[services.length - 1];
        System.arraycopy(services, 0, less, 0, position);
        System.arraycopy(services, position + 1, less, position, less.length - position);
        services = less;
        service.detach(id);
    }

    /** Leaves all services; how many there were. */
    int detachAll() {
        Service[] left = services;
        services = NO_SERVICES;
        for (Service service : left) {
            service.detach(id);
        }
        return left.length;
    }

    /** Starts the deadline, if there is to be one already. */
    void open(long timeout, Deadline deadline) {
        touch();
        timeoutMillis = timeout;
        awaitsFirstKeepAlive = deadline == Deadline.FROM_FIRST_KEEP_ALIVE;
        if (deadline == Deadline.TIMEOUT) {
            timer = context.timers().arm(id, timeoutMillis, this);
        }
    }

    void keepAlive() {
        touch();
        if (awaitsFirstKeepAlive) {
            awaitsFirstKeepAlive = false;
            timer = context.timers().arm(id, timeoutMillis, this);
        } else {
            restartDeadline();
        }
    }

    List<ByteString> attachNonces() {
        return attachNonces;
    }

    /** Whether an attach with that nonce has been here; one without a nonce never has. */
    boolean wasTakenOverWith(ByteString nonce) {
        return !nonce.isEmpty() && attachNonces.contains(nonce);
    }

    /** Whether no other attach came after the one with that nonce. */
    boolean isHeldSince(ByteString nonce) {
        return !attachNonces.isEmpty() && nonce.equals(attachNonces.get(attachNonces.size() - 1));
    }

    /** Hands the session to another owner, who may have brought a timeout of its own. */
    void takeOver(ByteString nonce, OptionalLong newTimeoutMillis) {
        touch();
        epoch++;
        attachNonces =
                Stream.concat(attachNonces.stream(), Stream.of(nonce))
                        .skip(attachNonces.size() < Limits.ATTACHES_REMEMBERED ? 0 : 1)
                        .toList();
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
                services.length,
                commands.runningCount());
    }

    /** With the first of the services and of the pending commands, by id. */
    SessionHoldings holdings(int most) {
        return new SessionHoldings(
                view(),
                Stream.of(services).limit(most).map(Session::held).toList(),
                commands.pending(most));
    }

    private static SessionHoldings.HeldService held(Service service) {
        return new SessionHoldings.HeldService(
                service.id(), service.type(), service.name().namespace(), service.name().name());
    }

    /** To be called in each entry in which the session or a command of it changes. */
    void touch() {
        table.touch(this);
    }

    /** The deadline is over. */
    @Override
    public void run() {
        table.expire(this);
    }

    /** The session as it is now; the same object until it changes. */
    SessionImage image() {
        if (image == null) {
            image =
                    new SessionImage(
                            id,
                            identity,
                            epoch,
                            timeoutMillis,
                            timer,
                            awaitsFirstKeepAlive,
                            attachNonces,
                            commands.lowWaterMark(),
                            commands.copyRunning(),
                            commands.freezeComplete());
        }
        return image;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Lets go of the image; true when there was one. */
    boolean dropImage() {
        boolean had = image != null;
        image = null;
        return had;
    }

    /** Takes in where the session stands as a snapshot has it. */
    void restore(
            long restoredEpoch,
            List<ByteString> restoredNonces,
            long timeout,
            boolean awaits,
            OptionalLong deadlineMillis) {
        epoch = restoredEpoch;
        attachNonces = List.copyOf(restoredNonces);
        timeoutMillis = timeout;
        awaitsFirstKeepAlive = awaits;
        if (deadlineMillis.isPresent()) {
            timer = context.timers().restore(id, deadlineMillis.getAsLong(), timeout, this);
        }
    }

    private OptionalLong deadlineMillis() {
        return timer == null ? OptionalLong.empty() : OptionalLong.of(timer.deadlineMillis());
    }

    /** Where the service of an id is among those of the session, or -1 less where it belongs. */
    private int position(long serviceId) {
        int low = 0;
        int high = services.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (services[middle].id() < serviceId) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < services.length && services[low].id() == serviceId ? low : -1 - low;
    }

    private void restartDeadline() {
        if (timer != null) {
            context.timers().cancel(timer);
            timer = context.timers().arm(id, timeoutMillis, this);
        }
    }
}
