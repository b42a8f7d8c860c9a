package io.multiraft.client.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs the core on one thread: tells it what happens, and does what it says. Decides nothing.
 *
 * <p>Everything but {@link #start}, {@link #execute} and {@link #close} is on that thread.
 */
public final class CoreLoop implements AutoCloseable {

    private static final long NO_TIMER = Long.MAX_VALUE;
    private static final long LINGER_MILLIS = 1_000;

    private final long startNanos = System.nanoTime();
    private final ScheduledExecutorService executor;
    private final TaskQueue tasks;
    private final ChannelPool channels;
    private final ClientCore core;
    private final Map<Long, Begun> operations = new HashMap<>();
    private final UnaryAttempts calls;
    private final StreamAttempts streams;
    private final WatchAttempts watches;
    private ScheduledFuture<?> timer;
    private long timerMillis = NO_TIMER;
    private boolean closed;

    /** An operation, and what to tell of it when it fails. */
    private static final class Begun {

        private final Operation operation;

        /** What was called first, and where. */
        private MethodDescriptor<?, ?> method;

        private int partitionId;

        /** Of the last attempt's failure; may be null. */
        private Throwable cause;

        Begun(Operation operation) {
            this.operation = operation;
        }

        MultiRaftException exception(Failure failure, String message) {
            String what = method == null ? "not sent" : GrpcFailures.what(method, partitionId);
            return GrpcFailures.exception(failure, what + ": " + message, cause);
        }
    }

    /** Begins an operation, at a time. */
    @FunctionalInterface
    public interface Beginning {
        /** Returns the operation's number; what it throws, the operation fails with. */
        long begin(ClientCore core, long nowMillis);
    }

    /**
     * @param endpoints asked again after each failed attempt
     * @param meaningful whether the address of a leader, as the nodes know it, may be connected to
     * @param deadline for an operation with all its attempts
     * @param executor one thread, which is the loop's from now on
     */
    public CoreLoop(
            Supplier<List<String>> endpoints,
            Function<String, ManagedChannelBuilder<?>> builders,
            Predicate<String> meaningful,
            Duration deadline,
            ScheduledExecutorService executor) {
        this.executor = executor;
        this.tasks = new TaskQueue(executor, this::afterBurst);
        this.channels = new ChannelPool(builders, tasks);
        this.core =
                new ClientCore(
                        deadline.toMillis(),
                        new PooledConnections(endpoints, channels, meaningful),
                        () -> ThreadLocalRandom.current().nextDouble());
        this.calls = new UnaryAttempts(this, core, channels);
        this.streams = new StreamAttempts(this, core, channels);
        this.watches = new WatchAttempts(this, core, channels);
    }

    /** Begins an operation; from any thread, in the order of the calls. */
    public void start(Operation operation, Beginning beginning) {
        execute(
                nowMillis -> {
                    if (closed) {
                        operation.failed(closedException());
                    } else {
                        begin(operation, beginning, nowMillis);
                    }
                });
    }

    private void begin(Operation operation, Beginning beginning, long nowMillis) {
        try {
            operations.put(beginning.begin(core, nowMillis), new Begun(operation));
        } catch (MultiRaftException refused) {
            operation.failed(refused);
        }
    }

    /** An input to the core that is no operation. */
    @FunctionalInterface
    public interface Input {
        void run(long nowMillis);
    }

    /** Runs an input on the loop's thread; here when the loop is closed and its thread gone. */
    public void execute(Input input) {
        tasks.execute(() -> step(input));
    }

    /** A stream that had no room has some again. */
    public void resume(long operation, long nowMillis) {
        streams.resume(operation, nowMillis);
    }

    /** The core will say nothing more of it: its caller has cancelled it. */
    public void forget(long operation) {
        remove(operation);
    }

    /** Ends everything; what is under way fails. */
    @Override
    public void close() {
        execute(nowMillis -> closeNow());
    }

    private void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        channels.close();
        for (Begun begun : new ArrayList<>(operations.values())) {
            TaskQueue.run(() -> begun.operation.failed(closedException()));
        }
        operations.clear();
        // What the closed connections have yet to say needs a thread to say it on.
        executor.schedule(executor::shutdown, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static UnavailableException closedException() {
        return new UnavailableException("the client is closed");
    }

    /** The user's code, called from here, may throw; others' operations must have their end. */
    private void step(Input input) {
        long nowMillis = nowMillis();
        TaskQueue.run(() -> input.run(nowMillis));
        for (List<Action> actions = core.takeActions();
                !actions.isEmpty();
                actions = core.takeActions()) {
            actions.forEach(action -> TaskQueue.run(() -> act(action, nowMillis)));
        }
    }

    private void afterBurst() {
        calls.flush(nowMillis());
        setTimer();
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Earlier than needed does no harm, so a timer is only ever moved forward. */
    private void setTimer() {
        OptionalLong next = closed ? OptionalLong.empty() : core.nextMillis();
        if (closed && timer != null) {
            timer.cancel(false);
        }
        if (next.isEmpty() || next.getAsLong() >= timerMillis) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        timerMillis = next.getAsLong();
        long delayMillis = Math.max(0, timerMillis - nowMillis());
        timer = executor.schedule(() -> execute(this::onTimer), delayMillis, TimeUnit.MILLISECONDS);
    }

    private void onTimer(long nowMillis) {
        timer = null;
        timerMillis = NO_TIMER;
        core.onTime(nowMillis);
    }

    private void act(Action action, long nowMillis) {
        if (closed) {
            return;
        }
        if (action instanceof Action.Send send) {
            send(send, nowMillis);
        } else if (action instanceof Action.Abandon abandon) {
            streams.abandon(abandon.callId());
            watches.abandon(abandon.callId());
            calls.abandon(abandon.callId());
        } else if (action instanceof Action.Doubt doubt) {
            calls.doubt(doubt, nowMillis);
        } else if (action instanceof Action.Retain retain) {
            calls.retain(retain.addresses());
            channels.retain(retain.addresses());
        } else {
            tell(action);
        }
    }

    private void tell(Action action) {
        if (action instanceof Action.Complete complete) {
            Operation operation = operations.get(complete.operation()).operation;
            if (!operation.opensSession()) {
                remove(complete.operation());
            }
            operation.completed();
        } else if (action instanceof Action.Refuse refuse) {
            remove(refuse.operation()).operation.refused(refuse.status(), refuse.message());
        } else if (action instanceof Action.Fail fail) {
            Begun failed = remove(fail.operation());
            failed.operation.failed(failed.exception(fail.failure(), fail.message()));
        } else if (action instanceof Action.FailEnded ended) {
            remove(ended.operation()).operation.failedWith(ended.session());
        } else if (action instanceof Action.Output output) {
            ((StreamOperation) operations.get(output.operation()).operation).output();
        } else if (action instanceof Action.EndSession ended) {
            SessionCore session = ended.session();
            remove(session.operation()).operation.sessionEnded(ended.end());
        } else {
            throw new IllegalStateException("not known: " + action);
        }
    }

    private Begun remove(long operation) {
        return operations.remove(operation);
    }

    void send(Action.Send send, long nowMillis) {
        try {
            if (send.request() instanceof Request.Watch) {
                watches.send(send);
                return;
            }
            Operation operation = operations.get(send.request().operation()).operation;
            if (operation instanceof StreamOperation stream) {
                streams.send(send, stream);
            } else {
                calls.send(send, operation.exchange(send.request()), nowMillis);
            }
        } catch (RuntimeException | LinkageError e) {
            // A class that is missing, too: the call must have an end.
            streams.abandon(send.callId());
            calls.abandon(send.callId());
            String message = "the call could not be made: " + e;
            core.onOutcome(
                    nowMillis,
                    send.callId(),
                    send.attempt(),
                    new Outcome.Failed(Failure.INVALID, false, false, message, ""));
        }
    }

    /** Says of an operation's failure what was called; of what was sent for it first. */
    void sent(Action.Send send, MethodDescriptor<?, ?> method) {
        Begun begun = operations.get(send.request().operation());
        if (begun != null && begun.method == null) {
            begun.method = method;
            begun.partitionId = send.partitionId();
        }
    }

    /** Says of an operation's failure what was the cause. */
    void ended(Action.Send send, Status status) {
        Begun begun = operations.get(send.request().operation());
        if (begun != null) {
            begun.cause = status.getCause();
        }
    }
}
