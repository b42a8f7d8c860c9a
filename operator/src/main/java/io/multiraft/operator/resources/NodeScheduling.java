package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.multiraft.operator.api.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** On which machines the nodes of a cluster run. */
final class NodeScheduling {

    private NodeScheduling() {}

    /** Machines strictly when asked, zones always as well as it goes: there may be just one. */
    static List<TopologySpreadConstraint> spread(ClusterSpec spec, Map<String, String> pods) {
        boolean strict = spec.spread() == ClusterSpec.Spread.Required;
        return List.of(
                constraint("kubernetes.io/hostname", strict, pods),
                constraint("topology.kubernetes.io/zone", false, pods));
    }

    private static TopologySpreadConstraint constraint(
            String topologyKey, boolean strict, Map<String, String> pods) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topologyKey)
                .withWhenUnsatisfiable(strict ? "DoNotSchedule" : "ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(pods)
                .endLabelSelector()
                .build();
    }

    static List<Toleration> tolerations(ClusterSpec spec) {
        return Optional.ofNullable(spec.tolerations()).orElse(List.of()).stream()
                .map(NodeScheduling::toleration)
                .toList();
    }

    private static Toleration toleration(io.multiraft.operator.api.Toleration toleration) {
        return new TolerationBuilder()
                .withKey(toleration.key())
                .withOperator(name(toleration.operator()))
                .withValue(toleration.value())
                .withEffect(name(toleration.effect()))
                .withTolerationSeconds(toleration.tolerationSeconds())
                .build();
    }

    private static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
