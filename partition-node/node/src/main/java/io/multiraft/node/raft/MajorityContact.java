package io.multiraft.node.raft;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;

/** How long ago a leader last heard from a majority. */
final class MajorityContact {

    private MajorityContact() {}

    /** Milliseconds; 0 for a leader that alone is the majority. */
    static long silenceMillis(RoleInfoProto role, RaftConfiguration configuration) {
        Map<RaftPeerId, Long> silence =
                role.getLeaderInfo().getFollowerInfoList().stream()
                        .collect(
                                Collectors.toMap(
                                        rpc -> RaftPeerId.valueOf(rpc.getId().getId()),
                                        ServerRpcProto::getLastRpcElapsedTimeMs));
        RaftPeerId self = RaftPeerId.valueOf(role.getSelf().getId());
        long current = silenceMillis(silence, configuration.getCurrentPeers(), self);
        Collection<RaftPeer> previous = configuration.getPreviousPeers();
        // A configuration that is being changed needs a majority of the old members too.
        long old = previous.isEmpty() ? 0 : silenceMillis(silence, previous, self);
        // No follower can be silent for longer than this node leads.
        return Math.min(Math.max(current, old), role.getRoleElapsedTimeMs());
    }

    private static long silenceMillis(
            Map<RaftPeerId, Long> silence, Collection<RaftPeer> voters, RaftPeerId self) {
        List<Long> sorted =
                voters.stream()
                        .map(RaftPeer::getId)
                        .map(id -> id.equals(self) ? 0L : silence.getOrDefault(id, Long.MAX_VALUE))
                        .sorted()
                        .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
