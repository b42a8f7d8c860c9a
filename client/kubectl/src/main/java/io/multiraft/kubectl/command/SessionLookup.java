package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.proto.node.v1.GetSessionRequest;
import io.multiraft.proto.node.v1.GetSessionResponse;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the leaders of all partitions for one session. */
final class SessionLookup {

    /** What {@link SessionRow.Part#sessionName} calls a session without a name. */
    private static final Pattern UNNAMED = Pattern.compile("([1-9][0-9]{0,8})-([1-9][0-9]{0,18})");

    private SessionLookup() {}

    /** The session, open or ended and remembered, in each of its partitions. */
    static List<FoundPart> known(Nodes nodes, String name) {
        return require(nodes, name, "known", part -> true);
    }

    /** The session in each partition where it is open. */
    static List<FoundPart> open(Nodes nodes, String name) {
        return require(
                nodes,
                name,
                "open",
                part -> part.part().detail().getState() == SessionDetail.State.OPEN);
    }

    private static List<FoundPart> require(
            Nodes nodes, String name, String state, Predicate<FoundPart> wanted) {
        List<FoundPart> found = find(nodes, name).stream().filter(wanted).toList();
        if (found.isEmpty()) {
            throw new FailedException(
                    "session %s is not %s; kubectl multiraft sessions lists those that are"
                            .formatted(name, state));
        }
        return found;
    }

    private static List<FoundPart> find(Nodes nodes, String name) {
        List<FoundPart> named =
                nodes
                        .ofEachPartition(partition -> ask(nodes, request(partition).setName(name)))
                        .stream()
                        .filter(part -> part.response().hasSession())
                        .toList();
        Matcher unnamed = UNNAMED.matcher(name);
        if (!named.isEmpty() || !unnamed.matches()) {
            return named;
        }
        long sessionId = Long.parseUnsignedLong(unnamed.group(2));
        return nodes
                .ofPartition(
                        Integer.parseInt(unnamed.group(1)),
                        partition -> ask(nodes, request(partition).setSessionId(sessionId)))
                .filter(part -> part.response().hasSession())
                .stream()
                .toList();
    }

    private static GetSessionRequest.Builder request(int partition) {
        return GetSessionRequest.newBuilder().setPartitionId(partition);
    }

    private static FoundPart ask(Nodes nodes, GetSessionRequest.Builder request) {
        GetSessionResponse response = nodes.admin().getSession(request.build());
        return new FoundPart(request.getPartitionId(), response);
    }
}
