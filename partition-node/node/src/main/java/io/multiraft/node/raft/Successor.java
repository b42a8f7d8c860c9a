package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/** Whom a leader hands over to. */
final class Successor {

    private Successor() {}

    /**
     * The member of that name, or, where it is empty, of those heard from lately the one that is
     * least behind.
     */
    static RaftPeerId choose(RaftServer.Division division, String target) {
        List<String> members =
                division.getRaftConf().getCurrentPeers().stream()
                        .map(RaftPeer::getId)
                        .map(RaftPeerId::toString)
                        .toList();
        if (!target.isEmpty()) {
            if (!members.contains(target)) {
                throw new PartitionException(
                        Kind.INVALID, target + " is not a member; members are " + members);
            }
            return RaftPeerId.valueOf(target);
        }
        long patience = division.properties().minRpcTimeoutMs();
        return Follower.of(division).stream()
                .filter(follower -> follower.silenceMillis() < patience)
                .max(Comparator.comparingLong(Follower::matchIndex))
                .map(Follower::id)
                .orElseThrow(
                        () ->
                                new PartitionException(
                                        Kind.UNAVAILABLE,
                                        "No other member of " + members + " was heard from"));
    }
}
