package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.ClusterStatus;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionSpec;
import io.multiraft.operator.api.PartitionStatus;
import io.multiraft.operator.api.PartitionStatus.Member;
import io.multiraft.operator.api.PartitionStatus.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void existingPartitionKeepsItsMembers() {
        MultiRaftCluster cluster = Objects.defaulted("n", "x", "{partitions: 2}");
        Map<String, Partition> existing =
                Map.of("x-2", partition(2, List.of("x-9", "x-8", "x-7"), null, true));
        assertThat(ClusterPlanner.topology(cluster, existing).partitions())
                .extracting(placed -> String.join(" ", placed.members()))
                .containsExactly("x-0 x-1 x-2", "x-9 x-8 x-7");
    }

    @Test
    void formedIsRememberedByPartitionOrCluster() {
        MultiRaftCluster cluster = Objects.defaulted("n", "x", "{}");
        cluster.setStatus(
                new ClusterStatus(
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(new ClusterStatus.PartitionSummary(3, null, true)),
                        null));
        Map<String, Partition> existing = Map.of("x-1", partition(1, List.of("x-0"), "x-0", true));
        assertThat(ClusterPlanner.topology(cluster, existing).partitions())
                .extracting(placed -> placed.bootstrapped())
                .containsExactly(true, false, true);
    }

    /** Leaders of partitions 1 and 2, - for none; nodes that are ready and updated, of 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # leaders | ready | updated | failure | Ready              | Available              | Progressing
                      a b     | 3     | 3       |         | True Ready         | True AllPartitionsLed  | False RolledOut
                      a b     | 2     | 3       |         | False NodesNotReady| True AllPartitionsLed  | False RolledOut
                      a b     | 2     | 1       |         | False NodesNotReady| True AllPartitionsLed  | True RollingOut
                      a -     | 3     | 3       |         | False NoLeader     | False NoLeader         | False RolledOut
                      a b     | 3     | 3       | broken  | False ApplyFailed  | True AllPartitionsLed  | False RolledOut
                    """)
    void judgesTheClusterByItsChildren(
            String leaders,
            int ready,
            int updated,
            String failure,
            String readyCondition,
            String available,
            String progressing) {
        MultiRaftCluster cluster = Objects.defaulted("n", "x", "{partitions: 2}");
        ClusterStatus status =
                ClusterPlanner.status(
                        cluster,
                        partitions(leaders),
                        Optional.of(nodes(ready, updated)),
                        List.of("1.0", "1.0"),
                        failure == null ? List.of() : List.of(failure),
                        Optional.empty(),
                        NOW);
        assertThat(status.conditions())
                .extracting(one -> one.status() + " " + one.reason())
                .containsExactly(readyCondition.strip(), available, progressing);
        assertThat(status.readyNodes()).isEqualTo(ready + "/3");
        assertThat(status.version()).isEqualTo("1.0");
    }

    @Test
    void nothingChangesWhenNothingChanged() {
        MultiRaftCluster cluster = Objects.defaulted("n", "x", "{partitions: 2}");
        cluster.setStatus(status(cluster, NOW));
        assertThat(status(cluster, NOW.plusSeconds(60))).isEqualTo(cluster.getStatus());
    }

    @Test
    void versionsAreNamedWhileTheyDiffer() {
        MultiRaftCluster cluster = Objects.defaulted("n", "x", "{}");
        ClusterStatus status =
                ClusterPlanner.status(
                        cluster,
                        Map.of(),
                        Optional.empty(),
                        List.of("1.1", "1.0", "1.1"),
                        List.of(),
                        Optional.empty(),
                        NOW);
        assertThat(status.version()).isEqualTo("1.0, 1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # mode | hidden | refused | condition                | message
                      None | 7      | 1       | null                     | null
                      All  | 0      | 0       | True AllShown            | every open session that is to be shown has an object
                      All  | 7      | 0       | False CapReached         | 4 sessions of clients are shown; at most 7 more are not: the operator's --mirrored-sessions-max is reached
                      Named| 0      | 1       | False NotAllAccepted     | 4 sessions of clients are shown; 1 are not, as another object has their name or the API server refuses theirs
                    """)
    void saysHowManySessionsOfClientsAreShown(
            String mode, long hidden, int refused, String condition, String message) {
        MultiRaftCluster cluster =
                Objects.defaulted(
                        "n", "x", "{partitions: 2, sessionMirroring: %s}".formatted(mode));
        ClusterStatus status =
                ClusterPlanner.status(
                        cluster,
                        partitions("a b"),
                        Optional.of(nodes(3, 3)),
                        List.of("1.0"),
                        List.of(),
                        Optional.of(new MirrorPlan.Mirrored(4, hidden, refused)),
                        NOW);
        Optional<Condition> found =
                Conditions.find(status.conditions(), Conditions.SESSIONS_MIRRORED);
        assertThat(found.map(one -> one.status() + " " + one.reason()).orElse("null"))
                .isEqualTo(condition);
        assertThat(found.map(Condition::message).orElse("null")).isEqualTo(message);
    }

    private static ClusterStatus status(MultiRaftCluster cluster, Instant now) {
        return ClusterPlanner.status(
                cluster,
                partitions("a b"),
                Optional.of(nodes(3, 3)),
                List.of("1.0"),
                List.of(),
                Optional.of(new MirrorPlan.Mirrored(4, 0, 0)),
                now);
    }

    private static Map<String, Partition> partitions(String leaders) {
        Map<String, Partition> partitions = new HashMap<>();
        String[] words = leaders.split(" ");
        for (int id = 1; id <= words.length; id++) {
            String leader = words[id - 1].equals("-") ? null : words[id - 1];
            partitions.put("x-" + id, partition(id, List.of("x-0"), leader, true));
        }
        return partitions;
    }

    private static Partition partition(
            int id, List<String> members, String leader, boolean bootstrapped) {
        Partition partition = new Partition();
        partition.setMetadata(new ObjectMetaBuilder().withName("x-" + id).build());
        partition.setSpec(new PartitionSpec("x", id, members));
        partition.setStatus(
                new PartitionStatus(
                        1L,
                        leader,
                        1L,
                        "1/1",
                        List.of(new Member("x-0", Role.Leader, null)),
                        0L,
                        bootstrapped,
                        List.of()));
        return partition;
    }

    private static StatefulSet nodes(int ready, int updated) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(1L)
                .withReplicas(3)
                .withReadyReplicas(ready)
                .withUpdatedReplicas(updated)
                .withUpdateRevision("r")
                .endStatus()
                .build();
    }
}
