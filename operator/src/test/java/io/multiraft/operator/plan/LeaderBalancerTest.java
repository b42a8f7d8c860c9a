package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionSpec;
import io.multiraft.operator.observe.ObservedNode;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderBalancerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEADY_MIN = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("x-0", "x-1", "x-2");

    /**
     * Partition 1, whose preferred leader is x-0. What the nodes say: their role (L, F, C, X for
     * failed), the number of the leader they know, the term; then - what is wrong - n for not
     * ready, b for too far behind, m for other members; nothing when they cannot be reached. For so
     * many seconds the nodes have been there, and the members stood as they do. The last try: how
     * many seconds ago, and the failures in a row.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    # x-0  | x-1  | x-2  | cluster   | nodes | members | tried  | plan
                      F12  | L12  | F12  | up        | 30    | 30      | -      | move
                      F12  | L12  | F12  | up        | 29    | 99      | -      | in 1
                      F12  | L12  | F12  | up        | 99    | 20      | -      | in 10
                      F22  | F22  | L22  | up        | 99    | 99      | -      | move
                      L02  | F02  | F02  | up        | 99    | 99      | -      | rest
                      F-2  | F-2  | F-2  | up        | 99    | 99      | -      | rest
                      -    | L12  | F12  | up        | 99    | 99      | -      | rest
                      F12  | L12  | -    | up        | 99    | 99      | -      | rest
                      F12  | -    | F12  | up        | 99    | 99      | -      | rest
                      F12n | L12  | F12  | up        | 99    | 99      | -      | rest
                      F12  | L12  | F12n | up        | 99    | 99      | -      | rest
                      F12m | L12  | F12  | up        | 99    | 99      | -      | rest
                      X12  | L12  | F12  | up        | 99    | 99      | -      | rest
                      C-3  | L12  | F12  | up        | 99    | 99      | -      | rest
                      F01  | L12  | F12  | up        | 99    | 99      | -      | rest
                      F12  | L12  | L21  | up        | 99    | 99      | -      | rest
                      F12b | L12  | F12  | up        | 99    | 99      | -      | in 5
                      F12  | L12  | F12b | up        | 99    | 99      | -      | in 5
                      F12b | L12  | F12  | up        | 20    | 99      | -      | in 10
                      F12  | L12  | F12  | rolling   | 99    | 99      | -      | rest
                      F12  | L12  | F12  | one down  | 99    | 99      | -      | rest
                      F12  | L12  | F12  | unknown   | 99    | 99      | -      | rest
                      F12  | L12  | F12  | going     | 99    | 99      | -      | rest
                      F12  | L12  | F12  | part.going| 99    | 99      | -      | rest
                      F12  | L12  | F12  | up        | 99    | 99      | 59/0   | in 1
                      F12  | L12  | F12  | up        | 99    | 99      | 60/0   | move
                      F12  | L12  | F12  | up        | 99    | 99      | 59/1   | in 1
                      F12  | L12  | F12  | up        | 99    | 99      | 60/1   | move
                      F12  | L12  | F12  | up        | 99    | 99      | 119/2  | in 1
                      F12  | L12  | F12  | up        | 99    | 99      | 239/3  | in 1
                      F12  | L12  | F12  | up        | 99    | 99      | 3599/9 | in 1
                      F12  | L12  | F12  | up        | 99    | 99      | 3600/99| move
                    """)
    void leadIsMovedWhenAllHasBeenWellForLongEnough(
            String first,
            String second,
            String third,
            String cluster,
            int nodesSeconds,
            int membersSeconds,
            String tried,
            String expected) {
        Map<String, ObservedNode> nodes = new HashMap<>();
        String[] said = {first, second, third};
        for (int i = 0; i < said.length; i++) {
            if (said[i] != null) {
                nodes.put(
                        NODES.get(i),
                        node(NODES.get(i), nodesSeconds, membersSeconds, says(1, said[i])));
            }
        }
        MultiRaftCluster object = Objects.defaulted("n", "x", "{}");
        Partition partition = partition(1);
        if (cluster.equals("going")) {
            object.getMetadata().setDeletionTimestamp(NOW.toString());
        } else if (cluster.equals("part.going")) {
            partition.getMetadata().setDeletionTimestamp(NOW.toString());
        }
        LeaderObservation observed =
                new LeaderObservation(object, List.of(partition), statefulSet(cluster), nodes);
        LeaderPlan plan = LeaderBalancer.plan(observed, tries(tried), STEADY_MIN, NOW);
        assertThat(words(plan)).isEqualTo(expected);
        plan.move().ifPresent(move -> assertThat(move.to()).isEqualTo("x-0"));
    }

    @Test
    void leadsOfAClusterAreMovedOneAfterTheOther() {
        LeaderObservation observed = ledBy(2, 2, 2);
        LeaderPlan first = LeaderBalancer.plan(observed, LeaderTries.NONE, STEADY_MIN, NOW);
        assertThat(first.move()).contains(new LeaderMove(1, "x-2", "x-0"));

        LeaderTries tries = LeaderTries.NONE.with(1, false, NOW);
        LeaderPlan pause = LeaderBalancer.plan(observed, tries, STEADY_MIN, NOW);
        assertThat(words(pause)).isEqualTo("in " + LeaderTries.PAUSE.toSeconds());

        Instant later = NOW.plus(LeaderTries.PAUSE);
        LeaderPlan second = LeaderBalancer.plan(observed, tries, STEADY_MIN, later);
        assertThat(second.move()).contains(new LeaderMove(2, "x-2", "x-1"));
    }

    @Test
    void nothingIsDueWhereEveryLeadIsWhereItBelongs() {
        LeaderPlan plan = LeaderBalancer.plan(ledBy(0, 1, 2), LeaderTries.NONE, STEADY_MIN, NOW);
        assertThat(plan).isEqualTo(LeaderPlan.REST);
    }

    @Test
    void successEndsARowOfFailures() {
        LeaderTries tries =
                LeaderTries.NONE.with(1, false, NOW).with(1, false, NOW).with(1, true, NOW);
        assertThat(tries.notBefore(1)).isEqualTo(NOW.plus(LeaderTries.RETRY_MIN));
    }

    // ---- what the tests do

    /** All is well for long, and the partitions are led by the nodes of these numbers. */
    private static LeaderObservation ledBy(int... leaders) {
        Map<String, ObservedNode> nodes = new HashMap<>();
        for (int i = 0; i < NODES.size(); i++) {
            PartitionStatus[] said = new PartitionStatus[leaders.length];
            for (int id = 1; id <= leaders.length; id++) {
                char role = leaders[id - 1] == i ? 'L' : 'F';
                said[id - 1] = says(id, role + "" + leaders[id - 1] + "1");
            }
            nodes.put(NODES.get(i), node(NODES.get(i), 99, 99, said));
        }
        return new LeaderObservation(
                Objects.defaulted("n", "x", "{}"),
                List.of(partition(3), partition(2), partition(1)),
                statefulSet("up"),
                nodes);
    }

    private static Partition partition(int id) {
        Partition partition = new Partition();
        partition.setMetadata(new ObjectMetaBuilder().withName("x-" + id).build());
        partition.setSpec(new PartitionSpec("x", id, Placement.members(NODES, id, 3)));
        return partition;
    }

    private static Optional<StatefulSet> statefulSet(String cluster) {
        return cluster.equals("unknown")
                ? Optional.empty()
                : Optional.of(
                        new StatefulSetBuilder()
                                .withNewMetadata()
                                .withGeneration(2L)
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(3)
                                .endSpec()
                                .withNewStatus()
                                .withObservedGeneration(2L)
                                .withReplicas(3)
                                .withUpdateRevision("r")
                                .withUpdatedReplicas(cluster.equals("rolling") ? 2 : 3)
                                .withReadyReplicas(cluster.equals("one down") ? 2 : 3)
                                .endStatus()
                                .build());
    }

    private static ObservedNode node(
            String name, int seconds, int membersSeconds, PartitionStatus... said) {
        Map<Integer, Instant> steadySince = new HashMap<>();
        for (PartitionStatus status : said) {
            steadySince.put(status.getPartitionId(), NOW.minusSeconds(membersSeconds));
        }
        return new ObservedNode(
                NodeStatus.newBuilder().setName(name).addAllPartitions(List.of(said)).build(),
                NOW.minusSeconds(seconds),
                steadySince);
    }

    private static PartitionStatus says(int id, String word) {
        char wrong = word.length() > 3 ? word.charAt(3) : ' ';
        Role role =
                switch (word.charAt(0)) {
                    case 'L' -> Role.LEADER;
                    case 'F' -> Role.FOLLOWER;
                    case 'C' -> Role.CANDIDATE;
                    default -> Role.FAILED;
                };
        String leader = word.charAt(1) == '-' ? "" : "x-" + word.charAt(1);
        return PartitionStatus.newBuilder()
                .setPartitionId(id)
                .setRole(role)
                .setLeader(leader)
                .setTerm(Character.digit(word.charAt(2), 10))
                .addAllMembers(wrong == 'm' ? NODES.subList(0, 2) : NODES)
                .setReady(!leader.isEmpty() && wrong != 'n')
                .setCommitIndex(5_000)
                .setAppliedIndex(5_000 - LeaderBalancer.BEHIND_MAX - (wrong == 'b' ? 1 : 0))
                .build();
    }

    private static LeaderTries tries(String tried) {
        if (tried == null) {
            return LeaderTries.NONE;
        }
        String[] words = tried.split("/", -1);
        Instant at = NOW.minusSeconds(Long.parseLong(words[0]));
        return new LeaderTries(at, Map.of(1, new LeaderTries.Try(at, Integer.parseInt(words[1]))));
    }

    private static String words(LeaderPlan plan) {
        return plan.move()
                .map(move -> "move")
                .or(() -> plan.lookAgain().map(left -> "in " + left.toSeconds()))
                .orElse("rest");
    }
}
