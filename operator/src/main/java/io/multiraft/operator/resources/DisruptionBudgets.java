package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.multiraft.operator.api.ClusterSpec;
import io.multiraft.operator.api.MultiRaftCluster;
import java.util.Optional;

/** Keeps drains from taking the majority of any partition. */
public final class DisruptionBudgets {

    private DisruptionBudgets() {}

    public static PodDisruptionBudget of(MultiRaftCluster cluster) {
        String name = cluster.getMetadata().getName();
        return new PodDisruptionBudgetBuilder()
                .withMetadata(ClusterChildren.metadata(cluster, Names.disruptionBudget(name)))
                .withNewSpec()
                .withNewMaxUnavailable(maxUnavailable(cluster.getSpec()))
                .withNewSelector()
                .withMatchLabels(Labels.selector(name))
                .endSelector()
                .endSpec()
                .build();
    }

    /** At least one: a budget that no drain can ever satisfy only stops administrators. */
    private static int maxUnavailable(ClusterSpec spec) {
        return Optional.ofNullable(spec.podDisruptionBudget().maxUnavailable())
                .orElse(Math.max(1, (spec.replicationFactor() - 1) / 2));
    }
}
