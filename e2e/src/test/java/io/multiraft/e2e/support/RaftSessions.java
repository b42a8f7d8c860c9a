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
import java.util.Objects;
import java.util.Optional;
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

    /** Any pod will do; one may be on its way out, or in the midst of an election. */
    public List<SessionDetail> open() {
        return Await.soon("the open sessions of " + cluster.name())
                .until(
                        () -> openAt(cluster.pods().stream().filter(Pods::upToStay).findAny()),
                        Objects::nonNull);
    }

    private List<SessionDetail> openAt(Optional<Pod> ready) {
        Pod pod = ready.orElseThrow();
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(pod.getStatus().getPodIP() + ":" + ADMIN_PORT)
                        .usePlaintext()
                        .build();
        try {
            List<SessionDetail> open = new ArrayList<>();
            for (int partitionId : cluster.leaders().keySet()) {
                ListSessionsResponse response =
                        NodeGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(10, TimeUnit.SECONDS)
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
