package io.multiraft.operator.observe;

/**
 * A session that this operator opened, as a partition lists it.
 *
 * @param uid of the Session object it was opened for
 * @param name SessionId.name, which tells the object's namespace and name
 * @param sessionId index of the proposal that opened it
 * @param epoch rises with each attach; 0 once it has ended
 */
public record ListedSession(String uid, String name, long sessionId, State state, long epoch) {

    /** What has become of it. */
    public enum State {
        OPEN,
        CLOSED,
        EXPIRED
    }

    public boolean open() {
        return state == State.OPEN;
    }
}
