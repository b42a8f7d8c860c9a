package io.multiraft.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservedNodeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = START.plusSeconds(10);

    private static final PartitionStatus ONE =
            PartitionStatus.newBuilder()
                    .setPartitionId(1)
                    .setRole(Role.FOLLOWER)
                    .setLeader("a")
                    .setTerm(1)
                    .setReady(true)
                    .build();
    private static final PartitionStatus TWO = ONE.toBuilder().setPartitionId(2).build();

    private final ObservedNode first = ObservedNode.first(status(ONE, TWO), START);

    @Test
    void indicesAndSessionsDoNotDisturbIt() {
        PartitionStatus busy =
                ONE.toBuilder()
                        .setCommitIndex(7)
                        .setAppliedIndex(6)
                        .setSnapshotIndex(5)
                        .setSessionCount(4)
                        .setSessionVersion(3)
                        .build();
        ObservedNode next = first.then(status(busy, TWO), LATER);
        assertThat(next.steadySince(1)).contains(START);
        assertThat(next.standsAsIn(first)).isTrue();
        assertThat(next.status()).isEqualTo(status(busy, TWO));
    }

    @Test
    void memberThatChangesItsStandingCountsAnewAndTheOthersDoNot() {
        ObservedNode next = first.then(status(ONE.toBuilder().setTerm(2).build(), TWO), LATER);
        assertThat(next.standsAsIn(first)).isFalse();
        assertThat(next.steadySince(1)).contains(LATER);
        assertThat(next.steadySince(2)).contains(START);
        assertThat(next.since()).isEqualTo(START);
    }

    @Test
    void flapIsRememberedThoughAllIsAsBefore() {
        ObservedNode next =
                first.then(status(ONE.toBuilder().setReady(false).build(), TWO), LATER)
                        .then(status(ONE, TWO), LATER.plusSeconds(1));
        assertThat(next.steadySince(1)).contains(LATER.plusSeconds(1));
    }

    @Test
    void partitionItDoesNotSpeakOfHasNoTime() {
        assertThat(first.then(status(ONE), LATER).steadySince(2)).isEmpty();
        assertThat(first.steadySince(3)).isEmpty();
    }

    private static NodeStatus status(PartitionStatus... partitions) {
        NodeStatus.Builder status = NodeStatus.newBuilder().setName("b");
        for (PartitionStatus partition : partitions) {
            status.addPartitions(partition);
        }
        return status.build();
    }
}
