package io.multiraft.fsm;

import com.google.protobuf.ByteString;

/**
 * Which sessions of a partition are meant.
 *
 * @param afterSessionId those with a greater id
 * @param noncePrefix those whose nonce begins so; empty is all
 * @param excludedNoncePrefix not those whose nonce begins so; empty excludes none
 * @param openOnly those that are open, without the remembered
 * @param namedOnly those that have a name
 */
public record SessionSelection(
        long afterSessionId,
        ByteString noncePrefix,
        ByteString excludedNoncePrefix,
        boolean openOnly,
        boolean namedOnly) {

    private static final SessionSelection ALL =
            new SessionSelection(0, ByteString.EMPTY, ByteString.EMPTY, false, false);

    /** Open or remembered, every one. */
    public static SessionSelection all() {
        return ALL;
    }

    /** Of these, those with a greater id. */
    public SessionSelection after(long sessionId) {
        return new SessionSelection(
                sessionId, noncePrefix, excludedNoncePrefix, openOnly, namedOnly);
    }

    /** Of these, those whose nonce begins so. */
    public SessionSelection startingWith(ByteString prefix) {
        return new SessionSelection(
                afterSessionId, prefix, excludedNoncePrefix, openOnly, namedOnly);
    }

    /** Whether a session with a greater id is meant. */
    public boolean includes(ByteString nonce, String name) {
        return nonce.startsWith(noncePrefix)
                && (excludedNoncePrefix.isEmpty() || !nonce.startsWith(excludedNoncePrefix))
                && !(namedOnly && name.isEmpty());
    }
}
