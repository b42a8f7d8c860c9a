package io.multiraft.operator.observe;

import io.multiraft.proto.node.v1.SessionDetail;
import java.util.Optional;

/** The nonces of the sessions that are opened for Session objects: they carry the object's uid. */
public final class Nonces {

    static final String PREFIX = "session-object/";

    private Nonces() {}

    /** The nonce for an object: repeating an open with it opens nothing new. */
    public static String of(String uid) {
        return PREFIX + uid;
    }

    /**
     * A session as listed; empty for one that was not opened for an object, or in no known state.
     */
    static Optional<ListedSession> listed(SessionDetail detail) {
        String nonce = detail.getNonce().toStringUtf8();
        return nonce.startsWith(PREFIX)
                ? state(detail.getState())
                        .map(
                                state ->
                                        new ListedSession(
                                                nonce.substring(PREFIX.length()),
                                                detail.getSession().getMeta().getId().getName(),
                                                detail.getSessionId(),
                                                state,
                                                detail.getEpoch()))
                : Optional.empty();
    }

    private static Optional<ListedSession.State> state(SessionDetail.State state) {
        return switch (state) {
            case OPEN -> Optional.of(ListedSession.State.OPEN);
            case CLOSED -> Optional.of(ListedSession.State.CLOSED);
            case EXPIRED -> Optional.of(ListedSession.State.EXPIRED);
            case UNKNOWN, UNRECOGNIZED -> Optional.empty();
        };
    }
}
