package io.multiraft.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.multiraft.operator.api.ClusterSpec;
import io.multiraft.operator.api.CustomResourceDefinitions;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec;
import java.io.IOException;

/** Objects from a line of YAML. */
public final class Objects {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Objects() {}

    public static MultiRaftCluster cluster(String namespace, String name, String spec) {
        MultiRaftCluster cluster = new MultiRaftCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        cluster.setSpec(read(spec, ClusterSpec.class));
        return cluster;
    }

    public static Session session(String namespace, String name, String spec) {
        Session session = new Session();
        session.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        session.setSpec(read(spec, SessionSpec.class));
        return session;
    }

    /** A cluster as the API server hands it out: what was left out is filled in by the schema. */
    public static MultiRaftCluster defaulted(String namespace, String name, String spec) {
        MultiRaftCluster cluster = cluster(namespace, name, "{}");
        cluster.getMetadata().setUid("uid-of-" + name);
        cluster.getMetadata().setGeneration(1L);
        try {
            JsonNode defaults =
                    CustomResourceDefinitions.specOf("multiraftclusters.multiraft.atomix.io")
                            .get("default");
            JsonNode merged = YAML.readerForUpdating(defaults.deepCopy()).readValue(spec);
            cluster.setSpec(YAML.treeToValue(merged, ClusterSpec.class));
        } catch (IOException e) {
            throw new IllegalArgumentException(spec, e);
        }
        return cluster;
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return YAML.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
