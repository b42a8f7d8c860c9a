package io.multiraft.operator.plan;

import io.multiraft.operator.api.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a session stands and what comes next.
 *
 * @param status as observed
 * @param actions to be carried out now, in any order
 * @param deleteAfter when the object of a closed session is due to be deleted; zero is at once
 * @param lookAgainAfter when time alone may change the plan; zero is as soon as the status is
 *     written
 */
public record SessionPlan(
        SessionStatus status,
        List<SessionAction> actions,
        Optional<Duration> deleteAfter,
        Optional<Duration> lookAgainAfter) {}
