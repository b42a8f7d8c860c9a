package io.multiraft.operator.resources;

import java.util.List;

/** Which node holds which member: what a cluster's configuration says beyond its spec. */
public record Topology(List<Placed> partitions) {

    /**
     * One partition and where it lives.
     *
     * @param members names of nodes; the first is the preferred leader
     * @param bootstrapped whether the group has committed once, so that no node may form it anew
     */
    public record Placed(int id, List<String> members, boolean bootstrapped) {}
}
