package io.multiraft.node.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/**
 * What a leader knows of another member.
 *
 * @param silenceMillis since it was last heard from
 * @param matchIndex up to which its log is known to be the leader's
 * @param nextIndex of the entry to send next
 */
record Follower(RaftPeerId id, long silenceMillis, long matchIndex, long nextIndex) {

    /** Empty where this member does not lead, or its term changes at this moment. */
    static List<Follower> of(RaftServer.Division division) {
        try {
            return of(division.getInfo());
        } catch (IllegalStateException e) {
            // Ratis checks that the term is still the one it began with.
            return List.of();
        }
    }

    /** Whether the logs of all others are known to reach so far; false where that is not known. */
    static boolean allHave(RaftServer.Division division, long index) {
        long[] matchIndices = division.getInfo().getFollowerMatchIndices();
        return matchIndices != null && LongStream.of(matchIndices).allMatch(each -> each >= index);
    }

    private static List<Follower> of(DivisionInfo info) {
        List<ServerRpcProto> infos = info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
        // In the same order: all go through the leader's appenders.
        long[] matchIndices = info.getFollowerMatchIndices();
        long[] nextIndices = info.getFollowerNextIndices();
        List<Follower> followers = new ArrayList<>();
        if (matchIndices == null || nextIndices == null) {
            return followers;
        }
        int count = Math.min(infos.size(), Math.min(matchIndices.length, nextIndices.length));
        for (int i = 0; i < count; i++) {
            followers.add(
                    new Follower(
                            RaftPeerId.valueOf(infos.get(i).getId().getId()),
                            infos.get(i).getLastRpcElapsedTimeMs(),
                            matchIndices[i],
                            nextIndices[i]));
        }
        return followers;
    }
}
