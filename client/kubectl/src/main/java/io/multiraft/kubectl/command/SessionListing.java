package io.multiraft.kubectl.command;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.multiraft.kubectl.command.SessionRow.Part;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.proto.node.v1.ListSessionsRequest;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Asks the leaders of all partitions for their sessions, however many there are. */
final class SessionListing {

    private SessionListing() {}

    /**
     * The sessions by name.
     *
     * @param ended those as well that have ended and are remembered
     */
    static List<SessionRow> of(Nodes nodes, boolean ended) {
        TreeMap<String, List<Part>> byName = new TreeMap<>();
        boolean there = true;
        for (int partition = 1; there; partition++) {
            there = add(nodes, partition, ended, byName);
        }
        return byName.entrySet().stream()
                .map(entry -> new SessionRow(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether there is such a partition; they are numbered without gaps. */
    private static boolean add(
            Nodes nodes, int partition, boolean ended, TreeMap<String, List<Part>> byName) {
        ListSessionsRequest.Builder request =
                ListSessionsRequest.newBuilder().setPartitionId(partition);
        ListSessionsResponse response;
        do {
            try {
                response = nodes.admin().listSessions(request.build());
            } catch (StatusRuntimeException e) {
                if (partition > 1 && e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return false;
                }
                throw e;
            }
            for (SessionDetail detail : response.getSessionsList()) {
                request.setAfterSessionId(detail.getSessionId());
                if (ended || detail.getState() == SessionDetail.State.OPEN) {
                    byName.computeIfAbsent(
                                    SessionRow.name(partition, detail), name -> new ArrayList<>())
                            .add(new Part(partition, detail));
                }
            }
        } while (response.getMore());
        return true;
    }
}
