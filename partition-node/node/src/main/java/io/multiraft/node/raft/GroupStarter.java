package io.multiraft.node.raft;

import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.storage.DataDirectory;
import io.multiraft.node.storage.DataDirectoryException;
import io.multiraft.node.storage.LogTailRepair;
import io.multiraft.node.storage.SnapshotDirectoryRepair;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the groups of a node from what the configuration says and what the disk holds to replicas
 * that run. Every start is the same: what is missing and may be made is made first, then everything
 * is recovered from the disk.
 */
final class GroupStarter {

    private static final Logger LOG = LoggerFactory.getLogger(GroupStarter.class);

    private final NodeConfig config;
    private final DataDirectory data;
    private final ReplicaSettings settings;
    private final Map<RaftGroupId, NodeConfig.Partition> placed = new LinkedHashMap<>();
    private final Map<Integer, PartitionReplica> replicas = new TreeMap<>();
    private final Map<RaftGroupId, RaftReplica> running = new LinkedHashMap<>();

    GroupStarter(NodeConfig config, DataDirectory data, ReplicaSettings settings) {
        this.config = config;
        this.data = data;
        this.settings = settings;
        for (NodeConfig.Partition partition : config.partitions()) {
            if (partition.members().contains(config.name())) {
                placed.put(GroupIds.groupId(config.cluster(), partition.id()), partition);
            }
        }
    }

    /** The partitions placed here, by id, also those that cannot be served. */
    List<PartitionReplica> replicas() {
        return List.copyOf(replicas.values());
    }

    /** Those that run. */
    List<RaftReplica> running() {
        return List.copyOf(running.values());
    }

    RaftServer start() throws IOException {
        prepare();
        checkPort(config.ports().peer());
        RaftServer server =
                RaftServer.newBuilder()
                        .setServerId(RaftPeerId.valueOf(config.name()))
                        .setProperties(RatisProperties.of(config, data.groups()))
                        .setParameters(RaftTransport.parameters(settings.heartbeats()))
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .setStateMachineRegistry(id -> running.get(id).stateMachine())
                        .build();
        try {
            for (Map.Entry<RaftGroupId, RaftReplica> group : running.entrySet()) {
                group.getValue().attach(server, group.getKey());
            }
            server.start();
            for (RaftGroupId groupId : running.keySet()) {
                checkLogFollowsSnapshot(server.getDivision(groupId));
                DivisionRepairs.keepApplySignals(server.getDivision(groupId));
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw refusal(e);
        }
    }

    private void prepare() throws IOException {
        List<UUID> onDisk = data.groupIds();
        for (UUID found : onDisk) {
            if (!placed.containsKey(RaftGroupId.valueOf(found))) {
                throw new DataDirectoryException(
                        String.format(
                                "%s holds group %s, which is none of the partitions that the"
                                        + " configuration places on %s: %s",
                                data.groups(), found, config.name(), placedIds()));
            }
        }
        for (Map.Entry<RaftGroupId, NodeConfig.Partition> group : placed.entrySet()) {
            NodeConfig.Partition partition = group.getValue();
            UUID uuid = group.getKey().getUuid();
            if (onDisk.contains(uuid)) {
                Path directory = data.groups().resolve(uuid.toString());
                SnapshotDirectoryRepair.repair(directory);
                LogTailRepair.repair(directory);
                run(group.getKey(), partition.id());
            } else if (partition.bootstrap()) {
                GroupDirectories.format(data, GroupIds.group(config, partition));
                LOG.info("Partition {} is new: members {}", partition.id(), partition.members());
                run(group.getKey(), partition.id());
            } else {
                absent(partition.id());
            }
        }
    }

    private void run(RaftGroupId groupId, int partitionId) {
        RaftReplica replica = new RaftReplica(partitionId, settings);
        running.put(groupId, replica);
        replicas.put(partitionId, replica);
    }

    private void absent(int partitionId) {
        String message =
                String.format(
                        "Partition %d is placed on %s, exists already (bootstrap: false), and is"
                                + " not on this disk: the member must be added to the group anew",
                        partitionId, config.name());
        LOG.error("{}", message);
        replicas.put(partitionId, new AbsentReplica(partitionId, message));
    }

    private List<Integer> placedIds() {
        return placed.values().stream().map(NodeConfig.Partition::id).toList();
    }

    /** Ratis ends the process when its port is taken. */
    private static void checkPort(int port) throws BindException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            BindException failure = new BindException("Peer port " + port + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /** Entries that were dropped because a snapshot held them are gone without it. */
    private static void checkLogFollowsSnapshot(RaftServer.Division division) throws IOException {
        RaftLog log = division.getRaftLog();
        if (log.getLastEntryTermIndex() != null
                && log.getStartIndex() > log.getSnapshotIndex() + 1) {
            throw new DataDirectoryException(
                    String.format(
                            "%s: the log starts at entry %d but the snapshot before it ends at %d:"
                                    + " this member must be replaced",
                            division.getRaftStorage().getStorageDir().getRoot(),
                            log.getStartIndex(),
                            log.getSnapshotIndex()));
        }
    }

    private IOException refusal(Exception thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException
                        || cause instanceof IllegalStateException
                        || cause.getClass() == IOException.class)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof DataDirectoryException known
                ? known
                : new DataDirectoryException(
                        "The groups in " + data.groups() + " cannot be started: " + cause, thrown);
    }
}
