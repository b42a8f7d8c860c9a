package io.multiraft.operator.plan;

import java.util.List;
import java.util.stream.IntStream;

/** Where the members of a partition sit. */
final class Placement {

    private Placement() {}

    /**
     * Member i of partition p sits on node (p - 1 + i) mod nodes. So each node holds as many
     * members as any other, give or take one, and as many preferred leaders.
     */
    static List<String> members(List<String> nodes, int partition, int replicationFactor) {
        return IntStream.range(0, replicationFactor)
                .mapToObj(member -> nodes.get((partition - 1 + member) % nodes.size()))
                .toList();
    }
}
