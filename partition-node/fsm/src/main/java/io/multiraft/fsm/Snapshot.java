package io.multiraft.fsm;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The whole state at one index. Taking it is cheap and blocks no apply; it stays as it is while the
 * state machine goes on, so another thread may write it.
 */
public interface Snapshot extends AutoCloseable {

    /** Proposals applied when it was taken. */
    long index();

    /**
     * Writes the frames; the same state gives the same bytes on every replica. Neither flushes nor
     * closes the stream. May be called more than once until the snapshot is closed.
     */
    void writeTo(OutputStream out) throws IOException;

    /** Lets go of the state. Closing twice is once. */
    @Override
    void close();
}
