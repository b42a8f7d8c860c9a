package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.multiraft.operator.Golden;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.MultiRaftCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The children of two clusters as YAML: one that says nothing, one that says everything. */
class ClusterChildrenTest {

    private static final NodeDefaults DEFAULTS =
            new NodeDefaults("multiraft/node:1.0", "IfNotPresent", List.of());

    private static final Topology TOPOLOGY =
            new Topology(
                    List.of(
                            new Topology.Placed(
                                    1, List.of("sample-0", "sample-1", "sample-2"), true),
                            new Topology.Placed(
                                    2, List.of("sample-1", "sample-2", "sample-0"), false)));

    @Test
    void childrenOfAClusterThatSaysNothing() {
        compare("plain", Objects.defaulted("default", "sample", "{}"));
    }

    @Test
    void childrenOfAClusterThatSaysEverything() {
        compare(
                "full",
                Objects.defaulted(
                        "shop",
                        "sample",
                        """
                        nodes: 5
                        partitions: 2
                        replicationFactor: 5
                        image: registry.example/node:2
                        imagePullPolicy: Always
                        imagePullSecrets: [pull]
                        resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 2Gi}}
                        storage: {size: 8Gi, storageClassName: fast}
                        logging: {format: json, level: debug}
                        raft: {electionTimeoutMin: 300ms, electionTimeoutMax: 600ms, snapshotEntries: 5000}
                        session: {defaultTimeout: 10s, minTimeout: 2s, maxTimeout: 5m}
                        nodeSelector: {disk: ssd}
                        tolerations: [{key: dedicated, operator: Equal, value: raft, effect: NoSchedule}]
                        spread: Required
                        priorityClassName: high
                        podDisruptionBudget: {enabled: true, maxUnavailable: 1}
                        """));
    }

    private static void compare(String folder, MultiRaftCluster cluster) {
        String size = cluster.getSpec().storage().size();
        golden(folder, "config-map", NodeConfigMap.of(cluster, TOPOLOGY));
        golden(folder, "stateful-set", NodeStatefulSet.of(cluster, DEFAULTS, size));
        golden(folder, "members-service", MembersService.of(cluster));
        golden(folder, "client-service", ClientService.of(cluster));
        golden(folder, "disruption-budget", DisruptionBudgets.of(cluster));
        golden(folder, "partition", PartitionObject.of(cluster, TOPOLOGY.partitions().get(1)));
    }

    private static void golden(String folder, String name, HasMetadata object) {
        Golden.assertMatches(
                Path.of("src/test/resources/golden", folder, name + ".yaml"),
                Serialization.asYaml(object));
    }
}
