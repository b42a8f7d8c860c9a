package io.multiraft.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a program needs to attach to its session, and to prove to others that it holds it: the
 * fencing token is partition, session id and epoch.
 */
public final class SessionConfigMap {

    static final String NAME = "name";
    static final String ENDPOINT = "endpoint";
    static final String STATE = "state";
    static final String PARTITIONS = "partitions.json";

    private static final JsonMapper JSON = new JsonMapper();

    private SessionConfigMap() {}

    /**
     * @param onTheWire name by which the session is attached to
     * @param clusterNamespace of the cluster that keeps the session
     */
    public static ConfigMap of(
            Session session, SessionStatus status, String onTheWire, String clusterNamespace) {
        String name = session.getMetadata().getName();
        return new ConfigMapBuilder()
                .withMetadata(
                        new ObjectMetaBuilder()
                                .withName(session.getSpec().projection().configMapName())
                                .withNamespace(session.getMetadata().getNamespace())
                                .withLabels(
                                        new TreeMap<>(
                                                Map.of(
                                                        Labels.MANAGED_BY,
                                                        Labels.OPERATOR,
                                                        Labels.SESSION,
                                                        name)))
                                .withOwnerReferences(Owner.of(session))
                                .build())
                .addToData(NAME, onTheWire)
                .addToData(ENDPOINT, endpoint(session.getSpec().cluster(), clusterNamespace))
                .addToData(STATE, status.state().name())
                .addToData(PARTITIONS, json(status))
                .build();
    }

    private static String endpoint(String cluster, String namespace) {
        return "%s.%s.svc:%d".formatted(Names.clientService(cluster), namespace, Ports.API);
    }

    private static String json(SessionStatus status) {
        try {
            return JSON.writeValueAsString(
                    Optional.ofNullable(status.partitions()).orElse(List.of()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the partitions of a session", e);
        }
    }
}
