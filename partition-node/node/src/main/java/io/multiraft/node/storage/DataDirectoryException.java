package io.multiraft.node.storage;

import java.io.IOException;

/** The data directory cannot be used as it is; the message says why and what would be accepted. */
public final class DataDirectoryException extends IOException {

    private static final long serialVersionUID = 1L;

    public DataDirectoryException(String message) {
        super(message);
    }

    public DataDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
