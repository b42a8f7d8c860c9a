package io.multiraft.e2e.history;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What a fault acts on: the cluster under its workload. */
record Scene(NodeCluster cluster, Workload workload, Random random) {

    /** Lets the workload go on for so long, give or take a half. */
    void pass(Duration duration) {
        long millis = duration.toMillis();
        workload.pass(Duration.ofMillis(millis / 2 + random.nextInt((int) millis)));
    }

    NodeProcess leader() {
        return cluster.awaitLeader();
    }

    NodeProcess follower() {
        return any(cluster.others(leader()));
    }

    NodeProcess anyNode() {
        return any(cluster.nodes());
    }

    private NodeProcess any(List<NodeProcess> nodes) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Cuts a node off from all others, but not from its clients. */
    void cut(NodeProcess node, Network.Direction direction) {
        for (NodeProcess other : cluster.others(node)) {
            cluster.network().cut(node.number(), other.number(), direction);
        }
    }
}
