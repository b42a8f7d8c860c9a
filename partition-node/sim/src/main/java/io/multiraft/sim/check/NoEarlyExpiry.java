package io.multiraft.sim.check;

/**
 * A session expires only when its timeout has passed since it was last kept alive, or since a
 * resume said that it could not be: on the log's clock, and in true time, however wall clocks jump.
 * Holds because leaders stamp by a clock that does not jump, and begin with a resume.
 */
final class NoEarlyExpiry extends Invariant {

    /**
     * Deadlines that one entry leaves over move the log's clock on by a millisecond with each entry
     * after it, a little ahead of true time.
     */
    private static final long AHEAD_MILLIS = 50;

    @Override
    void expired(Step step, TrackedSession session) {
        check(session != null, "a session that never was expired at %s", step.committed());
        check(
                !session.waits && !session.ended,
                "session %s, which has no deadline, expired at %s",
                session.id,
                step.committed().position());
        long silentMillis = step.clockMillis() - session.aliveMillis;
        check(
                silentMillis >= session.timeoutMillis,
                "session %s expired at %s after %s ms of the log's clock; its timeout is %s ms",
                session.id,
                step.committed().position(),
                silentMillis,
                session.timeoutMillis);
        long trulyMillis = step.committed().madeMillis() - session.aliveMadeMillis;
        check(
                trulyMillis + AHEAD_MILLIS >= session.timeoutMillis,
                "session %s expired at %s after %s ms; its timeout is %s ms",
                session.id,
                step.committed().position(),
                trulyMillis,
                session.timeoutMillis);
    }
}
