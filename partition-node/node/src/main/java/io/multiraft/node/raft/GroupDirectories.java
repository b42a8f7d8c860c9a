package io.multiraft.node.raft;

import io.multiraft.node.storage.DataDirectory;
import io.multiraft.node.storage.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.SizeInBytes;

/**
 * Makes the directory of a new group.
 *
 * <p>Ratis would do it when a group is added, but writes the members down only when their first
 * entry is applied: a node that stops before comes back with a group without members, which never
 * elects. Here the directory appears whole, members included, or not at all, and every start is the
 * same: groups are recovered from the disk.
 */
final class GroupDirectories {

    /**
     * Members with an index of the log go when that entry is truncated, and then there would be
     * none: these hold until a leader has written its own. Ratis refuses the invalid index itself.
     */
    private static final long BEFORE_THE_LOG = RaftLog.INVALID_LOG_INDEX - 1;

    private GroupDirectories() {}

    static void format(DataDirectory data, RaftGroup group) throws IOException {
        String name = group.getGroupId().getUuid().toString();
        Path unfinished = data.groups().resolve("unfinished");
        DurableFiles.deleteTree(unfinished);
        Files.createDirectories(unfinished);
        try (RaftStorage storage =
                RaftStorage.newBuilder()
                        .setDirectory(unfinished.toFile())
                        .setOption(RaftStorage.StartupOption.FORMAT)
                        .setLogCorruptionPolicy(CorruptionPolicy.EXCEPTION)
                        .setStorageFreeSpaceMin(SizeInBytes.valueOf(0))
                        .build()) {
            storage.initialize();
            writeMembers(storage.getStorageDir().getCurrentDir().toPath(), group);
        }
        DurableFiles.syncTree(unfinished);
        Files.move(unfinished, data.groups().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectory(data.groups());
    }

    private static void writeMembers(Path current, RaftGroup group) throws IOException {
        RaftConfigurationProto.Builder members = RaftConfigurationProto.newBuilder();
        for (RaftPeer peer : group.getPeers()) {
            members.addPeers(peer.getRaftPeerProto());
        }
        LogEntryProto entry =
                LogEntryProto.newBuilder()
                        .setIndex(BEFORE_THE_LOG)
                        .setConfigurationEntry(members)
                        .build();
        try (OutputStream out = Files.newOutputStream(current.resolve("raft-meta.conf"))) {
            entry.writeTo(out);
        }
    }
}
