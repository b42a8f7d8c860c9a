package io.multiraft.kubectl.command;

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
        nodes.ofEachPartition(partition -> listed(nodes, partition, ended))
                .forEach(
                        parts ->
                                parts.forEach(
                                        part ->
                                                byName.computeIfAbsent(
                                                                part.sessionName(),
                                                                name -> new ArrayList<>())
                                                        .add(part)));
        return byName.entrySet().stream()
                .map(entry -> new SessionRow(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Part> listed(Nodes nodes, int partition, boolean ended) {
        List<Part> parts = new ArrayList<>();
        ListSessionsRequest.Builder request =
                ListSessionsRequest.newBuilder().setPartitionId(partition);
        ListSessionsResponse response;
        do {
            response = nodes.admin().listSessions(request.build());
            for (SessionDetail detail : response.getSessionsList()) {
                request.setAfterSessionId(detail.getSessionId());
                if (ended || detail.getState() == SessionDetail.State.OPEN) {
                    parts.add(new Part(partition, detail));
                }
            }
        } while (response.getMore());
        return parts;
    }
}
