package io.multiraft.operator.plan;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.observe.ObservedNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a cluster whose leads may be moved.
 *
 * @param nodes those within reach, by name
 */
public record LeaderObservation(
        MultiRaftCluster cluster,
        Collection<Partition> partitions,
        Optional<StatefulSet> statefulSet,
        Map<String, ObservedNode> nodes) {}
