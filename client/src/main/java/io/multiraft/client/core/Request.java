package io.multiraft.client.core;

/**
 * What an attempt asks for, as far as it is decided here; the rest of the message belongs to the
 * operation. The same in every attempt of a call.
 */
public sealed interface Request {

    /**
     * The operation the message belongs to. What a session does on its own account (keep-alives,
     * services) belongs to the operation that opened it; 0 for what belongs to none.
     */
    long operation();

    /** Whether it only keeps a session alive, which nothing else may hold up. */
    default boolean keepsAlive() {
        return false;
    }

    /** Without a session. */
    record Plain(long operation) implements Request {}

    /** Who leads, until nobody wants to know; on the client's own account. */
    record Watch() implements Request {
        @Override
        public long operation() {
            return 0;
        }
    }

    /** With the same nonce in every attempt. */
    record OpenSession(long operation) implements Request {}

    record KeepAlive(long operation, Lease lease, Acknowledgement acknowledgement)
            implements Request {
        @Override
        public boolean keepsAlive() {
            return true;
        }
    }

    record CloseSession(long operation, Lease lease) implements Request {}

    /**
     * @param service the name that operations give
     */
    record CreateService(long operation, Lease lease, String service, long sequenceNum)
            implements Request {}

    /** Its data goes with it. */
    record DeleteService(long operation, Lease lease, long serviceId, long sequenceNum)
            implements Request {}

    /**
     * @param stream whether it stays open and has outputs, rather than one answer
     */
    record Command(long operation, Lease lease, long serviceId, long sequenceNum, boolean stream)
            implements Request {}

    /**
     * @param lastSequenceNum the command that the read must see
     */
    record Query(long operation, Lease lease, long serviceId, long lastSequenceNum)
            implements Request {}
}
