package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.resources.SessionConfigMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what the ConfigMap of a session says, and how the session's status speaks of it. */
public final class ProjectionPlanner {

    private ProjectionPlanner() {}

    /**
     * The ConfigMap that is wanted. It is made when the session is open, so that a pod that mounts
     * it starts with all ids; once there, it follows the session to the end.
     *
     * @param exists whether there is one already
     */
    public static Optional<ConfigMap> configMap(
            Session session, SessionStatus status, boolean exists) {
        if (session.getSpec().projection() == null
                || !exists && status.state() != SessionState.OPENED) {
            return Optional.empty();
        }
        return Optional.of(
                SessionConfigMap.of(
                        session,
                        status,
                        SessionNames.onTheWire(session),
                        SessionNames.cluster(session).namespace()));
    }

    /**
     * The status with the condition Projected.
     *
     * @param failure why the ConfigMap is not as wanted; empty when it is
     */
    public static SessionStatus told(
            Session session, SessionStatus status, Optional<String> failure, Instant now) {
        List<Condition> before =
                session.getStatus() == null ? null : session.getStatus().conditions();
        String name = session.getSpec().projection().configMapName();
        List<Condition> projected =
                new Conditions(before, session.getMetadata().getGeneration(), now)
                        .with(
                                Conditions.PROJECTED,
                                failure.isEmpty(),
                                failure.isEmpty()
                                        ? SessionReasons.PROJECTED
                                        : SessionReasons.PROJECTION_FAILED,
                                failure.orElse("ConfigMap " + name + " says where it stands"))
                        .build();
        return status.withConditions(
                Stream.concat(
                                status.conditions().stream()
                                        .filter(one -> !one.type().equals(Conditions.PROJECTED)),
                                projected.stream())
                        .toList());
    }
}
