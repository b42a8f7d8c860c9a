package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sessions that the partitions themselves know of, asked past the operator. */
public final class RaftSessions {

    private static final int ADMIN_PORT = 5680;

    private final RaftCluster cluster;

    public RaftSessions(RaftCluster cluster) {
        this.cluster = cluster;
    }

    /** Names of the open named sessions, one for each partition that holds it. */
    public List<String> openNames() {
        return open().stream()
                .filter(SessionDetail::hasSession)
                .map(session -> session.getSession().getMeta().getId().getName())
                .toList();
    }

    public List<SessionDetail> open() {
        Pod pod = cluster.pods().get(0);
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(pod.getStatus().getPodIP() + ":" + ADMIN_PORT)
                        .usePlaintext()
                        .build();
        try {
            List<SessionDetail> open = new ArrayList<>();
            for (int partitionId : cluster.leaders().keySet()) {
                ListSessionsResponse response =
                        NodeGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(3, TimeUnit.SECONDS)
                                .listSessions(
                                        ListSessionsRequest.newBuilder()
                                                .setPartitionId(partitionId)
                                                .build());
                if (response.getMore()) {
                    throw new IllegalStateException("more sessions than these tests open");
                }
                response.getSessionsList().stream()
                        .filter(session -> session.getState() == SessionDetail.State.OPEN)
                        .forEach(open::add);
            }
            return open;
        } finally {
            channel.shutdownNow();
        }
    }
}
