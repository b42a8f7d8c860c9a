package io.multiraft.client.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A session in one partition: opens it, keeps it alive at a quarter of its timeout, gives its
 * operations numbers and services, and notices its end.
 *
 * <p>Only the partition ends a session: silence, however long, does not.
 */
public final class SessionCore {

    /**
     * What may arrive, answers of commands and outputs of open streams, before the partition is
     * told, out of turn: it keeps all of it until then, and refuses commands, or ends a stream,
     * that are beyond.
     */
    static final int OUTPUTS_MAX = 4_096;

    static final long OUTPUT_BYTES_MAX = 2L << 20;

    /**
     * The longest pause after a keep-alive that nobody took. There is one even when the next is
     * overdue: a node that refuses all of them is not to be asked without end.
     */
    private static final long REPEAT_MILLIS_MAX = 500;

    private final Calls calls;
    private final LongSupplier operations;
    private final RetryPolicy policy;
    private final RetryPolicy keepAlivePolicy;
    private final int partitionId;
    private final long timeoutMillis;
    private final long intervalMillis;
    private final long repeatMillis;
    private final TimeSlots slots;
    private final long operation;
    private final CommandLedger ledger = new CommandLedger();
    private final Services services;
    private final Deletions deletions;
    private final TreeMap<Long, OpenStream> streams = new TreeMap<>();

    /** Streams that the partition has refused, while it is asked why. */
    private final TreeSet<Long> refusedStreams = new TreeSet<>();

    /** Calls that nobody asked for, but the session itself; some may be over. */
    private final List<Call> ownCalls = new ArrayList<>();

    /** Since the last keep-alive that was sent. */
    private int outputs;

    private long outputBytes;
    private boolean acknowledging;

    private Lease lease;
    private End end;
    private Timers.Timer keepAliveTimer;

    /** How a session ended, and what the partition said. */
    public record End(EndReason reason, String message) {}

    SessionCore(
            Calls calls,
            LongSupplier operations,
            RetryPolicy policy,
            int partitionId,
            long timeoutMillis,
            long nowMillis) {
        this.calls = calls;
        this.operations = operations;
        this.policy = policy;
        this.partitionId = partitionId;
        this.timeoutMillis = timeoutMillis;
        this.intervalMillis = Math.max(1, timeoutMillis / 4);
        this.repeatMillis = Math.max(1, Math.min(REPEAT_MILLIS_MAX, intervalMillis / 4));
        this.slots = TimeSlots.of(intervalMillis);
        this.keepAlivePolicy = RetryPolicy.ofKeepAlive(intervalMillis);
        this.operation = operations.getAsLong();
        this.services = new Services(this);
        this.deletions = new Deletions(this, services);
        call(nowMillis, new Request.OpenSession(operation), CallKind.IDEMPOTENT, new Opening());
    }

    /** The one that opens the session. */
    public long operation() {
        return operation;
    }

    /** Null before the session is open. */
    public Lease lease() {
        return lease;
    }

    /** Null while it has not ended. */
    public End end() {
        return end;
    }

    /**
     * A command on a service, which is found or created by its name.
     *
     * @return the operation
     */
    public long command(long nowMillis, String service) {
        return operate(
                nowMillis,
                service,
                (sent, id, at) -> {
                    long number = ledger.begin();
                    call(
                            at,
                            new Request.Command(sent, lease, id, number, false),
                            CallKind.COMMAND,
                            new Answered(this, sent, number, service, id));
                });
    }

    /** A read that reflects every command of this session that was answered. */
    public long query(long nowMillis, String service) {
        return operate(
                nowMillis,
                service,
                (sent, id, at) ->
                        call(
                                at,
                                new Request.Query(
                                        sent, lease, id, ledger.lastCompletedSequenceNum()),
                                CallKind.IDEMPOTENT,
                                new Answered(this, sent, 0, service, id)));
    }

    /** A command that stays open: it has outputs until it ends. */
    public long stream(long nowMillis, String service) {
        return operate(
                nowMillis,
                service,
                (sent, id, at) -> {
                    OpenStream stream =
                            new OpenStream(this, ledger, sent, service, id, timeoutMillis);
                    streams.put(sent, stream);
                    stream.start(at);
                });
    }

    /** Deletes a service with its data, unless another session has it. */
    public long delete(long nowMillis, String service) {
        return operate(
                nowMillis, service, (sent, id, at) -> deletions.begin(at, service, id, sent));
    }

    /** Nobody wants its outputs, nor is told its end; the next keep-alive tells the partition. */
    public void cancelStream(long streamOperation) {
        OpenStream stream = streams.remove(streamOperation);
        if (stream != null) {
            stream.cancel();
        }
        refusedStreams.remove(streamOperation);
        services.forget(streamOperation);
    }

    /** Ends it in the partition; at once for the operations to come. */
    public long close(long nowMillis) {
        long closing = operations.getAsLong();
        if (end != null) {
            calls.act(new Action.Complete(closing));
            return closing;
        }
        endWith(nowMillis, EndReason.CLOSED, "closed by this client");
        call(
                nowMillis,
                new Request.CloseSession(closing, lease),
                CallKind.IDEMPOTENT,
                new Closing(calls, closing));
        return closing;
    }

    /** Ends it here only: who took it over goes on. */
    public void abandon(long nowMillis, End how) {
        endWith(nowMillis, how.reason(), how.message());
    }

    /** What an operation does once its service is known. */
    @FunctionalInterface
    interface Beginning {
        void begin(long operation, long serviceId, long nowMillis);
    }

    private long operate(long nowMillis, String service, Beginning beginning) {
        long begun = operations.getAsLong();
        if (end == null) {
            services.use(nowMillis, service, begun, beginning);
        } else {
            calls.act(new Action.FailEnded(begun, this));
        }
        return begun;
    }

    Call call(long nowMillis, Request request, CallKind kind, Caller caller) {
        return calls.start(nowMillis, partitionId, request, kind, policy, caller);
    }

    /** A call on the session's own account: it ends with the session. */
    void ownCall(
            long nowMillis, Request request, CallKind kind, RetryPolicy patience, Caller caller) {
        ownCalls.removeIf(Call::isOver);
        ownCalls.add(calls.start(nowMillis, partitionId, request, kind, patience, caller));
    }

    RetryPolicy policy() {
        return policy;
    }

    CommandLedger ledger() {
        return ledger;
    }

    Deletions deletions() {
        return deletions;
    }

    void act(Action action) {
        calls.act(action);
    }

    /** An answer of a command, or an output of an open stream, has arrived. */
    void arrived(long nowMillis, int bytes) {
        outputs++;
        outputBytes += bytes;
        if ((outputs >= OUTPUTS_MAX || outputBytes >= OUTPUT_BYTES_MAX)
                && !acknowledging
                && end == null) {
            acknowledging = true;
            keepAlive(nowMillis, (at, taken) -> acknowledging = false);
        }
    }

    void streamEnded(long streamOperation) {
        streams.remove(streamOperation);
    }

    /** With it go its streams, unless their end has come already. */
    void deleted(long serviceId) {
        for (OpenStream stream : List.copyOf(streams.values())) {
            if (stream.serviceId() == serviceId) {
                streams.remove(stream.operation());
                stream.cancel();
                deletions.tell(List.of(stream.operation()));
            }
        }
    }

    void streamRefused(
            long nowMillis, long streamOperation, String service, long serviceId, Answer answer) {
        streams.remove(streamOperation);
        refusedStreams.add(streamOperation);
        deletions.refuse(
                nowMillis,
                service,
                serviceId,
                () -> refusedStreams.remove(streamOperation) ? List.of(streamOperation) : List.of(),
                answer,
                Failure.INDETERMINATE);
    }

    /**
     * Tells operations that they were refused. Some refusals may speak of the session, or of what
     * the session asked for; a keep-alive that is sent after them knows.
     *
     * @param unknown what an operation is told when nobody can say whether it has happened
     */
    void refuse(long nowMillis, Supplier<List<Long>> refused, Answer answer, Failure unknown) {
        if (end == null && answer.mayBeOfSession()) {
            keepAlive(nowMillis, (at, taken) -> tell(refused, answer, taken, unknown));
        } else {
            tell(refused, answer, true, unknown);
        }
    }

    /** {@code certain}: the answer is known to speak of the operation, or of an ended session. */
    private void tell(
            Supplier<List<Long>> refused, Answer answer, boolean certain, Failure unknown) {
        for (long each : refused.get()) {
            if (end != null && answer.mayBeOfSession()) {
                calls.act(new Action.FailEnded(each, this));
            } else if (certain) {
                calls.act(new Action.Refuse(each, answer.status(), answer.message()));
            } else {
                calls.act(new Action.Fail(each, unknown, answer.message()));
            }
        }
    }

    private void keepAliveAndRepeat(long nowMillis) {
        keepAlive(
                nowMillis,
                (at, taken) -> {
                    long nextMillis =
                            taken
                                    ? slots.beginningOf(nowMillis + intervalMillis)
                                    : at + repeatMillis;
                    if (end == null) {
                        keepAliveTimer =
                                calls.timers()
                                        .at(Math.max(at, nextMillis), this::keepAliveAndRepeat);
                    }
                });
    }

    /** Told when a keep-alive is over, and whether the partition took it. */
    @FunctionalInterface
    private interface KeptAlive {
        void accept(long nowMillis, boolean taken);
    }

    private void keepAlive(long nowMillis, KeptAlive then) {
        Acknowledgement acknowledgement = ledger.acknowledgement();
        outputs = 0;
        outputBytes = 0;
        ownCall(
                nowMillis,
                new Request.KeepAlive(operation, lease, acknowledgement),
                CallKind.IDEMPOTENT,
                keepAlivePolicy,
                new KeepingAlive(acknowledgement, then));
    }

    private void endWith(long nowMillis, EndReason reason, String message) {
        if (end != null) {
            return;
        }
        end = new End(reason, message);
        calls.timers().cancel(keepAliveTimer);
        for (Call call : ownCalls) {
            call.giveUp(nowMillis, "the session has ended");
        }
        calls.act(new Action.EndSession(this, end));
        List<OpenStream> open = new ArrayList<>(streams.values());
        streams.clear();
        for (OpenStream stream : open) {
            stream.cancel();
            calls.act(new Action.FailEnded(stream.operation(), this));
        }
    }

    private final class Opening implements Caller {

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            if (!answer.ok()) {
                calls.act(new Action.Refuse(operation, answer.status(), answer.message()));
                return;
            }
            lease = new Lease(partitionId, answer.madeId(), answer.epoch());
            calls.act(new Action.Complete(operation));
            keepAliveAndRepeat(nowMillis);
        }

        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {
            calls.act(new Action.Fail(operation, failure, message));
        }
    }

    private final class KeepingAlive implements Caller {

        private final Acknowledgement acknowledgement;
        private final KeptAlive then;

        KeepingAlive(Acknowledgement acknowledgement, KeptAlive then) {
            this.acknowledgement = acknowledgement;
            this.then = then;
        }

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            switch (answer.status()) {
                case OK -> ledger.acknowledged(acknowledgement);
                case NOT_FOUND -> endWith(nowMillis, EndReason.of(answer.end()), answer.message());
                case FORBIDDEN -> endWith(nowMillis, EndReason.TAKEN_OVER, answer.message());
                default -> {
                    // The partition cannot now; the session goes on.
                }
            }
            then.accept(nowMillis, answer.ok());
        }

        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {
            then.accept(nowMillis, false);
        }
    }
}
