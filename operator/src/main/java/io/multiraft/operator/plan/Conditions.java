package io.multiraft.operator.plan;

import io.multiraft.operator.api.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the conditions of a status on top of those it had. */
public final class Conditions {

    public static final String READY = "Ready";
    public static final String POD_ALIVE = "PodAlive";
    public static final String PROJECTED = "Projected";
    public static final String AVAILABLE = "Available";
    public static final String PROGRESSING = "Progressing";
    public static final String SESSIONS_MIRRORED = "SessionsMirrored";

    private final List<Condition> previous;
    private final Long generation;
    private final Instant now;
    private final List<Condition> built = new ArrayList<>();

    /**
     * @param previous conditions so far; null for none
     * @param generation of the object they judge
     */
    Conditions(List<Condition> previous, Long generation, Instant now) {
        this.previous = previous == null ? List.of() : previous;
        this.generation = generation;
        this.now = now;
    }

    Conditions with(String type, boolean holds, String reason, String message) {
        return with(type, holds ? Condition.Status.True : Condition.Status.False, reason, message);
    }

    /** The time moves only when the status does, so that nothing is written without a change. */
    Conditions with(String type, Condition.Status status, String reason, String message) {
        String since =
                find(previous, type)
                        .filter(condition -> condition.status() == status)
                        .map(Condition::lastTransitionTime)
                        .orElse(timestamp(now));
        built.add(new Condition(type, status, generation, since, reason, message));
        return this;
    }

    /** As it was, if there was one: nothing is known that would change it. */
    Conditions keep(String type) {
        find(previous, type).ifPresent(built::add);
        return this;
    }

    List<Condition> build() {
        return List.copyOf(built);
    }

    /** A time as Kubernetes writes it. */
    static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return Optional.ofNullable(conditions).orElse(List.of()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Reason of the Ready condition; empty when there is none. */
    public static String readyReason(List<Condition> conditions) {
        return reason(conditions, READY);
    }

    /** Reason of a condition; empty when there is none of that type. */
    public static String reason(List<Condition> conditions, String type) {
        return find(conditions, type).map(Condition::reason).orElse("");
    }
}
