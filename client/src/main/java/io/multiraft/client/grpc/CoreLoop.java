package io.multiraft.client.grpc;

import io.grpc.CallOptions;
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
import java.util.concurrent.RejectedExecutionException;
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
    private final ChannelPool channels;
    private final ClientCore core;
    private final Map<Long, Operation> operations = new HashMap<>();
    private final Map<Long, Sent> sent = new HashMap<>();
    private final Map<Long, Attempt<?>> attempts = new HashMap<>();
    private final StreamAttempts streams;
    private final WatchAttempts watches;
    private ScheduledFuture<?> timer;
    private long timerMillis = NO_TIMER;
    private boolean closed;

    /**
     * What to tell of an operation that fails.
     *
     * @param what was called, and where
     * @param cause of the last attempt's failure; may be null
     */
    private record Sent(String what, Throwable cause) {}

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
        this.channels = new ChannelPool(builders, executor);
        this.core =
                new ClientCore(
                        deadline.toMillis(),
                        new PooledConnections(endpoints, channels, meaningful),
                        () -> ThreadLocalRandom.current().nextDouble());
        this.streams = new StreamAttempts(this, core, channels);
        this.watches = new WatchAttempts(this, core, channels);
    }

    /** Begins an operation; from any thread, in the order of the calls. */
    public void start(Operation operation, Beginning beginning) {
        boolean accepted =
                execute(
                        nowMillis -> {
                            if (closed) {
                                operation.failed(closedException());
                            } else {
                                begin(operation, beginning, nowMillis);
                            }
                        });
        if (!accepted) {
            operation.failed(closedException());
        }
    }

    private void begin(Operation operation, Beginning beginning, long nowMillis) {
        try {
            operations.put(beginning.begin(core, nowMillis), operation);
        } catch (MultiRaftException refused) {
            operation.failed(refused);
        }
    }

    /** An input to the core that is no operation. */
    @FunctionalInterface
    public interface Input {
        void run(long nowMillis);
    }

    /** Runs an input on the loop's thread; false when the loop is closed. */
    public boolean execute(Input input) {
        try {
            executor.execute(() -> step(input));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
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
        closed = true;
        channels.close();
        for (Operation operation : new ArrayList<>(operations.values())) {
            operation.failed(closedException());
        }
        operations.clear();
        // What the closed connections have yet to say needs a thread to say it on.
        executor.schedule(executor::shutdown, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static UnavailableException closedException() {
        return new UnavailableException("the client is closed");
    }

    private void step(Input input) {
        long nowMillis = nowMillis();
        input.run(nowMillis);
        for (List<Action> actions = core.takeActions();
                !actions.isEmpty();
                actions = core.takeActions()) {
            actions.forEach(action -> act(action, nowMillis));
        }
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
        timer = executor.schedule(() -> step(this::onTimer), delayMillis, TimeUnit.MILLISECONDS);
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
            Attempt<?> attempt = attempts.remove(abandon.callId());
            if (attempt != null) {
                attempt.cancel();
            }
        } else if (action instanceof Action.Doubt doubt) {
            channels.doubt(doubt.address());
        } else if (action instanceof Action.Retain retain) {
            channels.retain(retain.addresses());
        } else {
            tell(action);
        }
    }

    private void tell(Action action) {
        if (action instanceof Action.Complete complete) {
            Operation operation = operations.get(complete.operation());
            if (!operation.opensSession()) {
                remove(complete.operation());
            }
            operation.completed();
        } else if (action instanceof Action.Refuse refuse) {
            remove(refuse.operation()).refused(refuse.status(), refuse.message());
        } else if (action instanceof Action.Fail fail) {
            Sent last = sent.getOrDefault(fail.operation(), new Sent("not sent", null));
            String message = last.what() + ": " + fail.message();
            remove(fail.operation())
                    .failed(GrpcFailures.exception(fail.failure(), message, last.cause()));
        } else if (action instanceof Action.FailEnded ended) {
            remove(ended.operation()).failedWith(ended.session());
        } else if (action instanceof Action.Output output) {
            ((StreamOperation) operations.get(output.operation())).output();
        } else if (action instanceof Action.EndSession ended) {
            SessionCore session = ended.session();
            remove(session.operation()).sessionEnded(ended.end());
        } else {
            throw new IllegalStateException("not known: " + action);
        }
    }

    private Operation remove(long operation) {
        sent.remove(operation);
        return operations.remove(operation);
    }

    void send(Action.Send send, long nowMillis) {
        Operation operation = operations.get(send.request().operation());
        try {
            if (send.request() instanceof Request.Watch) {
                watches.send(send);
            } else if (operation instanceof StreamOperation stream) {
                streams.send(send, stream);
            } else {
                send(send, operation.exchange(send.request()));
            }
        } catch (RuntimeException | LinkageError e) {
            // A class that is missing, too: the call must have an end.
            streams.abandon(send.callId());
            String message = "the call could not be made: " + e;
            core.onOutcome(
                    nowMillis,
                    send.callId(),
                    send.attempt(),
                    new Outcome.Failed(Failure.INVALID, false, false, message, ""));
        }
    }

    private <Q, R> void send(Action.Send send, Exchange<Q, R> exchange) {
        sent(send, exchange.method());
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(send.timeoutMillis(), TimeUnit.MILLISECONDS);
        Attempt<R> attempt =
                Attempt.start(
                        channels.forCall(send.address()),
                        exchange.method(),
                        exchange.request(),
                        options);
        attempts.put(send.callId(), attempt);
        attempt.end()
                .thenAccept(
                        ended ->
                                execute(
                                        nowMillis ->
                                                onEnd(send, exchange, attempt, ended, nowMillis)));
    }

    /** Says of an operation's failure what was called; of what was sent for it first. */
    void sent(Action.Send send, MethodDescriptor<?, ?> method) {
        sent.putIfAbsent(
                send.request().operation(),
                new Sent(GrpcFailures.what(method, send.partitionId()), null));
    }

    /** Says of an operation's failure what was the cause. */
    void ended(Action.Send send, Status status) {
        sent.computeIfPresent(
                send.request().operation(),
                (operation, last) -> new Sent(last.what(), status.getCause()));
    }

    private <R> void onEnd(
            Action.Send send,
            Exchange<?, R> exchange,
            Attempt<R> attempt,
            Attempt.End<R> end,
            long nowMillis) {
        if (!attempts.remove(send.callId(), attempt)) {
            return;
        }
        ended(send, end.status());
        core.onOutcome(nowMillis, send.callId(), send.attempt(), outcome(exchange, end));
    }

    private static <R> Outcome outcome(Exchange<?, R> exchange, Attempt.End<R> end) {
        if (!end.status().isOk()) {
            return GrpcFailures.outcome(end);
        }
        try {
            return new Outcome.Answered(exchange.read().apply(end.messages()), end.leader());
        } catch (RuntimeException e) {
            String message = "the answer cannot be read: " + e.getMessage();
            return new Outcome.Failed(Failure.INVALID, true, false, message, end.leader());
        }
    }
}
