package io.multiraft.operator.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * Which lead is to be moved now, if any.
 *
 * @param lookAgain when the next decision is due though nothing is heard of a change until then
 */
public record LeaderPlan(Optional<LeaderMove> move, Optional<Duration> lookAgain) {

    static final LeaderPlan REST = new LeaderPlan(Optional.empty(), Optional.empty());

    static LeaderPlan now(LeaderMove move) {
        return new LeaderPlan(Optional.of(move), Optional.empty());
    }

    static LeaderPlan later(Duration left) {
        return new LeaderPlan(Optional.empty(), Optional.of(left));
    }
}
