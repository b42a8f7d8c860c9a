package io.multiraft.node.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.Session;
import java.util.ArrayList;
import java.util.List;

/** Cuts a list into answers that a client takes, as bytes. */
final class SessionPages {

    static final int MAX_SESSIONS = 1_000;

    /** Clients take 4 MiB unless they are told otherwise; one session has some 64 KiB at most. */
    static final int MAX_BYTES = 3 << 20;

    private static final int TAG_BYTES = 1;

    private SessionPages() {}

    /**
     * An answer.
     *
     * @param response a {@code ListSessionsResponse}
     * @param lastName of the last session in it; empty where there is none
     */
    record Page(ByteString response, String lastName) {}

    /** The pages of a list, at least one. */
    static List<Page> cut(List<Session> sessions) {
        List<Page> pages = new ArrayList<>();
        int begin = 0;
        int bytes = 0;
        for (int i = 0; i < sessions.size(); i++) {
            int size = TAG_BYTES + CodedOutputStream.computeMessageSizeNoTag(sessions.get(i));
            if (i - begin == MAX_SESSIONS || i > begin && bytes + size > MAX_BYTES) {
                pages.add(page(sessions.subList(begin, i)));
                begin = i;
                bytes = 0;
            }
            bytes += size;
        }
        pages.add(page(sessions.subList(begin, sessions.size())));
        return pages;
    }

    private static Page page(List<Session> sessions) {
        String last =
                sessions.isEmpty()
                        ? ""
                        : sessions.get(sessions.size() - 1).getMeta().getId().getName();
        return new Page(
                ListSessionsResponse.newBuilder().addAllSessions(sessions).build().toByteString(),
                last);
    }
}
