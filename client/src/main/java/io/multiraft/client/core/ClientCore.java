package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * Everything that a client decides. The shell tells it what happened and what time it is, then does
 * what {@link #takeActions} says, and comes back when {@link #nextMillis} says.
 *
 * <p>Times are milliseconds of any clock that does not go back.
 */
public final class ClientCore {

    private final Timers timers = new Timers();
    private final Calls calls;
    private final LeaderWatches watches;
    private final RetryPolicy policy;
    private List<Action> actions = new ArrayList<>();
    private long lastOperation;

    /**
     * @param deadlineMillis time for an operation with all its attempts
     * @param jitter gives numbers in [0, 1)
     */
    public ClientCore(long deadlineMillis, Connections connections, DoubleSupplier jitter) {
        this.policy = RetryPolicy.withDeadline(deadlineMillis);
        this.calls = new Calls(timers, connections, jitter, action -> actions.add(action));
        this.watches = new LeaderWatches(calls);
    }

    /**
     * A call without a session that may be repeated.
     *
     * @return the operation
     */
    public long call(long nowMillis, int partitionId) {
        long operation = nextOperation();
        calls.start(
                nowMillis,
                partitionId,
                new Request.Plain(operation),
                CallKind.IDEMPOTENT,
                policy,
                new PlainCaller(operation));
        return operation;
    }

    /** Opens a session in a partition. */
    public SessionCore open(long nowMillis, int partitionId, long timeoutMillis) {
        return new SessionCore(
                calls, this::nextOperation, policy, partitionId, timeoutMillis, nowMillis);
    }

    /** Follows who leads a partition until {@link #releaseLeader}, as often as it was held. */
    public void holdLeader(long nowMillis, int partitionId) {
        watches.hold(nowMillis, partitionId);
    }

    /** One who has held the leader does not want to know any more. */
    public void releaseLeader(int partitionId) {
        watches.release(partitionId);
    }

    /**
     * A watch tells who leads.
     *
     * @param address {@code host:port}; empty: nobody now
     */
    public void onLeader(long callId, int attempt, long term, String address) {
        calls.onLeader(callId, attempt, term, address);
    }

    /** An attempt has ended. */
    public void onOutcome(long nowMillis, long callId, int attempt, Outcome outcome) {
        calls.onOutcome(nowMillis, callId, attempt, outcome);
    }

    /**
     * A stream has an output.
     *
     * @param outputSequenceNum 0 for a refusal that is no output of the command
     * @param bytes its size
     */
    public void onOutput(
            long nowMillis,
            long callId,
            int attempt,
            long outputSequenceNum,
            Status status,
            String message,
            int bytes) {
        calls.onOutput(nowMillis, callId, attempt, outputSequenceNum, status, message, bytes);
    }

    /** Time has passed. */
    public void onTime(long nowMillis) {
        timers.run(nowMillis);
    }

    /** When to call {@link #onTime} at the latest. */
    public OptionalLong nextMillis() {
        return timers.nextMillis();
    }

    /** What is to be done, in order; each once. */
    public List<Action> takeActions() {
        if (actions.isEmpty()) {
            return List.of();
        }
        List<Action> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }

    private long nextOperation() {
        return ++lastOperation;
    }

    private final class PlainCaller implements Caller {

        private final long operation;

        PlainCaller(long operation) {
            this.operation = operation;
        }

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            calls.act(
                    answer.ok()
                            ? new Action.Complete(operation)
                            : new Action.Refuse(operation, answer.status(), answer.message()));
        }

        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {
            calls.act(new Action.Fail(operation, failure, message));
        }
    }
}
