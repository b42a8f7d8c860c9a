package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.plan.ProjectionPlanner;
import io.multiraft.operator.resources.Labels;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Keeps the ConfigMaps that tell programs of their sessions. */
final class SessionProjection {

    private final InformerEventSource<ConfigMap, Session> source;
    private final Clock clock;

    SessionProjection(EventSourceContext<Session> context, Clock clock) {
        this.clock = clock;
        this.source =
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(ConfigMap.class, Session.class)
                                .withLabelSelector(Labels.OF_SESSIONS)
                                .withNamespacesInheritedFromController()
                                .withSecondaryToPrimaryMapper(SessionProjection::session)
                                .build(),
                        context);
    }

    InformerEventSource<ConfigMap, Session> source() {
        return source;
    }

    /**
     * Brings the ConfigMap to where the session stands.
     *
     * @return the status, which says what came of it
     */
    SessionStatus project(Session session, SessionStatus status, KubernetesClient client) {
        if (session.getSpec().projection() == null) {
            return status;
        }
        ResourceID id =
                new ResourceID(
                        session.getSpec().projection().configMapName(),
                        session.getMetadata().getNamespace());
        Optional<ConfigMap> known = source.get(id).filter(found -> isOf(session, found));
        return ProjectionPlanner.configMap(session, status, known.isPresent())
                .map(
                        wanted ->
                                ProjectionPlanner.told(
                                        session,
                                        status,
                                        apply(wanted, known, client),
                                        clock.instant()))
                .orElse(status);
    }

    /**
     * @return why it could not be done, in words that do not change from one attempt to the next
     */
    private Optional<String> apply(
            ConfigMap wanted, Optional<ConfigMap> known, KubernetesClient client) {
        try {
            new Applier(client).apply(wanted, known).ifPresent(written -> written(written, known));
            return Optional.empty();
        } catch (Applier.ForeignObjectException e) {
            return Optional.of(e.getMessage());
        } catch (KubernetesClientException e) {
            if (e.getStatus() == null || e.getStatus().getMessage() == null) {
                throw e;
            }
            return Optional.of(e.getStatus().getMessage());
        }
    }

    /** The informer hears of our own writes a moment later; until then this is what is known. */
    private void written(ConfigMap now, Optional<ConfigMap> before) {
        ResourceID id = ResourceID.fromResource(now);
        before.ifPresentOrElse(
                old -> source.handleRecentResourceUpdate(id, now, old),
                () -> source.handleRecentResourceCreate(id, now));
    }

    private static boolean isOf(Session session, ConfigMap found) {
        return found.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(session.getMetadata().getUid()));
    }

    private static Set<ResourceID> session(ConfigMap configMap) {
        return Set.of(
                new ResourceID(
                        configMap.getMetadata().getLabels().get(Labels.SESSION),
                        configMap.getMetadata().getNamespace()));
    }
}
