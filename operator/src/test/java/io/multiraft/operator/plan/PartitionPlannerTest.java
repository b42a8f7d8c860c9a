package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.PartitionSpec;
import io.multiraft.operator.api.PartitionStatus;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionPlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * What each of the nodes a, b and c says: its role (L, F, C, N for not a member, X for failed),
     * the leader it knows, the term; nothing when it cannot be reached.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    # a    | b    | c    | formed | leader | term | ready | reason
                      La1  | Fa1  | Fa1  | yes    | a      | 1    | 3/3   | Ready
                      La1  | Fa1  | -    | yes    | a      | 1    | 2/3   | Ready
                      -    | Fa1  | Fa1  | yes    | a      | 1    | 2/3   | Ready
                      La1  | Lb2  | Fb2  | yes    | b      | 2    | 3/3   | Ready
                      -    | Lb2  | Fb2  | yes    | b      | 2    | 2/3   | Ready
                      F-2  | Fa1  | Fa1  | yes    | -      | -    | 2/3   | NoLeader
                      C-9  | Lb2  | Fb2  | yes    | b      | 2    | 2/3   | Ready
                      C-2  | C-2  | -    | yes    | -      | -    | 0/3   | NoLeader
                      C-2  | -    | -    | yes    | -      | -    | 0/3   | QuorumLost
                      C-2  | X-1  | -    | yes    | -      | -    | 0/3   | QuorumLost
                      C-2  | N-1  | N-1  | yes    | -      | -    | 0/3   | QuorumLost
                      -    | -    | -    | yes    | -      | -    | 0/3   | Unreachable
                      -    | -    | -    | no     | -      | -    | 0/3   | NotBootstrapped
                      C-1  | C-1  | C-1  | no     | -      | -    | 0/3   | NotBootstrapped
                    """)
    void derivesTheStatusFromWhatTheNodesSay(
            String a,
            String b,
            String c,
            String formed,
            String leader,
            Long term,
            String ready,
            String reason) {
        Map<String, NodeStatus> observed = new HashMap<>();
        put(observed, "a", a);
        put(observed, "b", b);
        put(observed, "c", c);
        PartitionStatus status =
                PartitionPlanner.status(partition(formed.equals("yes")), observed, NOW);
        assertThat(status.leader()).isEqualTo(leader);
        assertThat(status.term()).isEqualTo(term);
        assertThat(status.readyMembers()).isEqualTo(ready);
        assertThat(Conditions.readyReason(status.conditions())).isEqualTo(reason);
    }

    @Test
    void hasFormedAsSoonAsALeaderHasCommitted() {
        Map<String, NodeStatus> observed = new HashMap<>();
        put(observed, "a", "La1");
        assertThat(PartitionPlanner.status(partition(false), observed, NOW).bootstrapped())
                .isTrue();
        put(observed, "a", "C-1");
        assertThat(PartitionPlanner.status(partition(false), observed, NOW).bootstrapped())
                .isFalse();
    }

    @Test
    void hasFormedForGood() {
        assertThat(PartitionPlanner.status(partition(true), Map.of(), NOW).bootstrapped()).isTrue();
    }

    @Test
    void nothingChangesWhenNothingChanged() {
        Map<String, NodeStatus> observed = new HashMap<>();
        put(observed, "a", "La1");
        put(observed, "b", "Fa1");
        Partition partition = partition(true);
        partition.setStatus(PartitionPlanner.status(partition, observed, NOW));
        assertThat(PartitionPlanner.status(partition, observed, NOW.plusSeconds(60)))
                .isEqualTo(partition.getStatus());
    }

    @Test
    void timeOfTheConditionMovesOnlyWithItsStatus() {
        Map<String, NodeStatus> observed = new HashMap<>();
        put(observed, "a", "La1");
        Partition partition = partition(true);
        partition.setStatus(PartitionPlanner.status(partition, observed, NOW));
        PartitionStatus later = PartitionPlanner.status(partition, Map.of(), NOW.plusSeconds(60));
        Condition ready = later.conditions().get(0);
        assertThat(ready.lastTransitionTime()).isEqualTo("2026-01-01T00:01:00Z");
        partition.setStatus(later);
        put(observed, "a", "C-2");
        assertThat(
                        PartitionPlanner.status(partition, observed, NOW.plusSeconds(90))
                                .conditions()
                                .get(0)
                                .lastTransitionTime())
                .isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void statusAndConditionNameTheGenerationTheyJudge() {
        Partition partition = partition(true);
        partition.getMetadata().setGeneration(7L);
        PartitionStatus status = PartitionPlanner.status(partition, Map.of(), NOW);
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions().get(0).observedGeneration()).isEqualTo(7);
    }

    private static Partition partition(boolean formed) {
        Partition partition = new Partition();
        partition.setMetadata(new ObjectMetaBuilder().withName("x-1").withGeneration(1L).build());
        partition.setSpec(new PartitionSpec("x", 1, List.of("a", "b", "c")));
        if (formed) {
            partition.setStatus(new PartitionStatus(null, null, null, null, null, 0L, true, null));
        }
        return partition;
    }

    private static void put(Map<String, NodeStatus> observed, String node, String says) {
        if (says == null) {
            return;
        }
        Role role =
                switch (says.charAt(0)) {
                    case 'L' -> Role.LEADER;
                    case 'F' -> Role.FOLLOWER;
                    case 'C' -> Role.CANDIDATE;
                    case 'N' -> Role.NOT_A_MEMBER;
                    default -> Role.FAILED;
                };
        String leader = says.substring(1, 2);
        boolean led = !leader.equals("-");
        observed.put(
                node,
                NodeStatus.newBuilder()
                        .setName(node)
                        .addPartitions(
                                io.multiraft.proto.node.v1.PartitionStatus.newBuilder()
                                        .setPartitionId(1)
                                        .setRole(role)
                                        .setLeader(led ? leader : "")
                                        .setTerm(Long.parseLong(says.substring(2)))
                                        .setReady(led)
                                        .setCommitIndex(7))
                        .build());
    }
}
