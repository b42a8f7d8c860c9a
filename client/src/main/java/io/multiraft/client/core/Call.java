package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;

/**
 * One call with all its attempts, of which one at a time is waited for.
 *
 * <p>A call whose stream stays open has no deadline any more: a failed attempt is repeated until
 * the caller cancels. A connection that is gone without a word looks like a stream without news, so
 * a stream that was silent for long is sent again, which costs no output.
 */
final class Call {

    private final Calls calls;
    private final long id;
    private final int partitionId;
    private final Request request;
    private final CallKind kind;
    private final RetryPolicy policy;
    private final Caller caller;
    private final long startMillis;

    /** Of the attempts so far, the last one: the only one that is listened to. */
    private int attempt = -1;

    private boolean underWay;
    private boolean over;
    private String address;

    /** Of the last attempt. */
    private long timeoutMillis;

    /** In a row; an output ends the row. */
    private int failures;

    private boolean mayHaveHappened;

    /** 0 for a call that has a deadline. */
    private long silenceMillis;

    /** The end of an attempt, or of the pause before the next. */
    private Timers.Timer timer;

    Call(
            Calls calls,
            long id,
            int partitionId,
            Request request,
            CallKind kind,
            RetryPolicy policy,
            Caller caller,
            long startMillis) {
        this.calls = calls;
        this.id = id;
        this.partitionId = partitionId;
        this.request = request;
        this.kind = kind;
        this.policy = policy;
        this.caller = caller;
        this.startMillis = startMillis;
    }

    long id() {
        return id;
    }

    void attempt(long nowMillis) {
        attempt++;
        underWay = true;
        address = calls.route(partitionId);
        boolean open = silenceMillis > 0;
        timeoutMillis =
                open ? silenceMillis : policy.attemptMillis(failures, nowMillis - startMillis);
        timer = calls.timers().at(nowMillis + timeoutMillis, this::onTimeout);
        boolean limited = !open && !isStream();
        calls.act(
                new Action.Send(
                        id, attempt, partitionId, address, limited ? timeoutMillis : 0, request));
    }

    void onOutcome(long nowMillis, int ofAttempt, Outcome outcome) {
        calls.leaderHint(partitionId, outcome.leader());
        if (!underWay || ofAttempt != attempt) {
            return;
        }
        endAttempt();
        if (outcome instanceof Outcome.Answered answered) {
            end();
            caller.onAnswer(nowMillis, answered.answer(), mayHaveHappened);
        } else if (outcome instanceof Outcome.Failed failed) {
            onFailure(nowMillis, failed);
        }
    }

    void onOutput(
            long nowMillis,
            int ofAttempt,
            long outputSequenceNum,
            Status status,
            String message,
            int bytes) {
        if (heard(ofAttempt)) {
            caller.onOutput(nowMillis, outputSequenceNum, status, message, bytes);
        }
    }

    /** Something has come of an attempt; false when that is not listened to any more. */
    boolean heard(int ofAttempt) {
        boolean current = underWay && ofAttempt == attempt;
        failures = current ? 0 : failures;
        return current;
    }

    int partitionId() {
        return partitionId;
    }

    /** The stream stands: from here on it has no deadline, and is sent again after a silence. */
    void keepOpen(long nowMillis, long renewAfterMillis) {
        silenceMillis = renewAfterMillis;
        restartTimer(nowMillis + silenceMillis);
    }

    /** Gives the attempt up and makes another one after a pause. */
    void repeat(long nowMillis) {
        if (underWay) {
            abandonAttempt();
        }
        pause(nowMillis, policy.delayMillis(failures++, calls.jitter()));
    }

    /** Nobody waits for the call any more. */
    void cancel() {
        if (over) {
            return;
        }
        if (underWay) {
            abandonAttempt();
        }
        calls.timers().cancel(timer);
        end();
    }

    /** As if its time were over; nothing if it is over already. */
    void giveUp(long nowMillis, String message) {
        if (!over) {
            cancel();
            caller.onGivenUp(nowMillis, Failure.UNAVAILABLE, message);
        }
    }

    boolean isOver() {
        return over;
    }

    private void onTimeout(long nowMillis) {
        abandonAttempt();
        if (silenceMillis > 0) {
            attempt(nowMillis);
        } else {
            onFailure(
                    nowMillis,
                    new Outcome.Failed(
                            Failure.UNAVAILABLE,
                            true,
                            true,
                            "no answer from " + address + " in time",
                            ""));
        }
    }

    private void onFailure(long nowMillis, Outcome.Failed failed) {
        boolean unknown = mayHaveHappened;
        mayHaveHappened |= kind == CallKind.COMMAND && failed.executed();
        if (failed.failure() == Failure.UNAVAILABLE) {
            if (failed.silent()) {
                calls.act(new Action.Doubt(address, timeoutMillis));
            }
            calls.leave(partitionId, address);
        }
        if (silenceMillis > 0 && failed.failure() != Failure.INVALID) {
            pause(
                    nowMillis,
                    policy.delayMillis(
                            failed.failure(),
                            failed.retryAfterMillis(),
                            failures++,
                            calls.jitter()));
            return;
        }
        RetryPolicy.Decision decision =
                policy.afterFailure(
                        failed.failure(),
                        failed.retryAfterMillis(),
                        failed.failure() == Failure.INVALID ? unknown : mayHaveHappened,
                        failures++,
                        nowMillis - startMillis,
                        calls.jitter());
        if (decision instanceof RetryPolicy.Decision.Retry retry) {
            pause(nowMillis, retry.delayMillis());
        } else if (decision instanceof RetryPolicy.Decision.GiveUp giveUp) {
            end();
            caller.onGivenUp(nowMillis, giveUp.failure(), failed.message());
        }
    }

    private boolean isStream() {
        return request instanceof Request.Watch
                || request instanceof Request.Command command && command.stream();
    }

    private void pause(long nowMillis, long delayMillis) {
        timer = calls.timers().at(nowMillis + delayMillis, this::attempt);
    }

    private void restartTimer(long atMillis) {
        calls.timers().cancel(timer);
        timer = calls.timers().at(atMillis, this::onTimeout);
    }

    private void abandonAttempt() {
        endAttempt();
        calls.act(new Action.Abandon(id, attempt));
    }

    private void end() {
        over = true;
        calls.ended(this);
    }

    private void endAttempt() {
        underWay = false;
        calls.timers().cancel(timer);
    }
}
