package io.multiraft.fsm;

import java.io.IOException;

/**
 * What was read is not a snapshot of this partition; the message names the frame and the mistake.
 */
public final class SnapshotFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    public SnapshotFormatException(String message) {
        super(message);
    }

    public SnapshotFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
