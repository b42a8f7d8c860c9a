package io.multiraft.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.multiraft.operator.api.ClusterSpec;
import io.multiraft.operator.api.MultiRaftCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration file of the nodes: one for all, each finds itself in it by its name. */
public final class NodeConfigMap {

    static final String FILE = "node.yaml";
    static final String DATA_DIRECTORY = "/var/lib/multiraft";

    private static final YAMLMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .build());

    private NodeConfigMap() {}

    public static ConfigMap of(MultiRaftCluster cluster, Topology topology) {
        String name = cluster.getMetadata().getName();
        return new ConfigMapBuilder()
                .withMetadata(ClusterChildren.metadata(cluster, Names.configMap(name)))
                .withData(Map.of(FILE, yaml(content(cluster, topology))))
                .build();
    }

    /**
     * Changes when the nodes must restart to see a change. A group's bootstrapping is not such a
     * change: a node that runs has the group on its disk already.
     */
    static String hash(MultiRaftCluster cluster) {
        Map<String, Object> content = content(cluster, new Topology(List.of()));
        return Hash.of(yaml(content));
    }

    private static Map<String, Object> content(MultiRaftCluster cluster, Topology topology) {
        ClusterSpec spec = cluster.getSpec();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("cluster", cluster.getMetadata().getName());
        content.put("dataDirectory", DATA_DIRECTORY);
        content.put("members", members(cluster));
        content.put("partitions", topology.partitions().stream().map(one -> entry(one)).toList());
        content.put("raft", spec.raft());
        content.put("session", spec.session());
        content.put("logging", spec.logging());
        return content;
    }

    private static List<Map<String, Object>> members(MultiRaftCluster cluster) {
        String name = cluster.getMetadata().getName();
        String namespace = cluster.getMetadata().getNamespace();
        return Names.nodes(name, cluster.getSpec().nodes()).stream()
                .map(node -> ordered("name", node, "host", Names.host(node, name, namespace)))
                .toList();
    }

    private static Map<String, Object> entry(Topology.Placed placed) {
        Map<String, Object> entry = ordered("id", placed.id(), "members", placed.members());
        entry.put("bootstrap", !placed.bootstrapped());
        return entry;
    }

    private static Map<String, Object> ordered(
            String firstKey, Object first, String secondKey, Object second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(firstKey, first);
        map.put(secondKey, second);
        return map;
    }

    private static String yaml(Object content) {
        try {
            return YAML.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the configuration of a node", e);
        }
    }
}
