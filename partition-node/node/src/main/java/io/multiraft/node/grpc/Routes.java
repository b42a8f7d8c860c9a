package io.multiraft.node.grpc;

import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which partitions there are, which of them this node hosts, and who has the others. */
public final class Routes {

    private final NodeConfig config;
    private final Map<Integer, PartitionReplica> replicas;

    /** Who was last seen to lead a partition that this node does not host, by API address. */
    private final Map<Integer, String> hints = new ConcurrentHashMap<>();

    public Routes(NodeConfig config, Collection<? extends PartitionReplica> replicas) {
        this.config = config;
        this.replicas =
                replicas.stream()
                        .collect(Collectors.toMap(PartitionReplica::id, Function.identity()));
    }

    String self() {
        return config.name();
    }

    /** What a caller may name instead of a partition that does not exist. */
    String known() {
        int count = config.partitions().size();
        return count == 1 ? "this cluster has only 1" : "this cluster has 1.." + count;
    }

    /** How many partitions the cluster has; their ids count from 1. */
    public int partitionCount() {
        return config.partitions().size();
    }

    boolean exists(int partitionId) {
        return partitionId >= 1 && partitionId <= config.partitions().size();
    }

    /** This node's replica, unless it has none that could ever answer. */
    Optional<PartitionReplica> hosted(int partitionId) {
        return Optional.ofNullable(replicas.get(partitionId)).filter(Routes::takesPart);
    }

    private static boolean takesPart(PartitionReplica replica) {
        Leadership leadership = replica.leadership();
        if (!leadership.leader().isEmpty()) {
            return true;
        }
        Role role = replica.status().getRole();
        return role != Role.NOT_A_MEMBER && role != Role.FAILED;
    }

    /**
     * A member of a partition that this node does not host: the likely leader first, then all in
     * turn.
     */
    Optional<String> member(int partitionId, int attempt) {
        List<String> others =
                config.partitions().get(partitionId - 1).members().stream()
                        .filter(name -> !name.equals(config.name()))
                        .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String hint = hints.get(partitionId);
        Optional<String> likely =
                others.stream().filter(name -> apiAddress(name).equals(hint)).findFirst();
        return attempt == 0 && likely.isPresent()
                ? likely
                : Optional.of(others.get(attempt % others.size()));
    }

    /** Remembers a leader that another node named. */
    void hint(int partitionId, String apiAddress) {
        hints.put(partitionId, apiAddress);
    }

    /** API address of a member as host:port; empty where there is no such member. */
    public String apiAddress(String member) {
        return config.members().stream()
                .filter(one -> one.name().equals(member))
                .map(NodeConfig.Member::apiAddress)
                .findFirst()
                .orElse("");
    }

    /** The number by which events name a member; 0 where there is no such member. */
    int number(String member) {
        return apiAddress(member).isEmpty() ? 0 : config.number(member);
    }
}
