package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/** Puts a replica's status together. */
final class StatusReport {

    /** A replica that is behind the group's commit index by no more is nearly caught up. */
    private static final long READY_GAP = 1_000;

    private StatusReport() {}

    static void of(
            PartitionStatus.Builder status,
            RaftServer.Division division,
            Leadership leadership,
            AppliedState applied,
            long snapshotIndex) {
        DivisionInfo info = division.getInfo();
        long commitIndex = Math.max(0, division.getRaftLog().getLastCommittedIndex());
        long appliedIndex = Math.max(0, info.getLastAppliedIndex());
        status.setRole(role(info, leadership))
                .setTerm(leadership.term())
                .setLeader(leadership.leader())
                .setCommitIndex(commitIndex)
                .setAppliedIndex(appliedIndex)
                .setSnapshotIndex(snapshotIndex)
                .setSessionCount(applied.sessionCount())
                .setSessionVersion(applied.sessionVersion())
                .setReady(
                        !leadership.leader().isEmpty()
                                && groupCommitIndex(division) - appliedIndex <= READY_GAP);
        for (RaftPeer peer : division.getRaftConf().getCurrentPeers()) {
            status.addMembers(peer.getId().toString());
        }
    }

    /** A leader is one that takes proposals; until then it is still a candidate. */
    private static Role role(DivisionInfo info, Leadership leadership) {
        if (leadership.self()) {
            return Role.LEADER;
        }
        return info.isFollower() ? Role.FOLLOWER : Role.CANDIDATE;
    }

    private static long groupCommitIndex(RaftServer.Division division) {
        return division.getCommitInfos().stream()
                .mapToLong(CommitInfoProto::getCommitIndex)
                .max()
                .orElse(0);
    }
}
