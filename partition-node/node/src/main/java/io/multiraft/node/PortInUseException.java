package io.multiraft.node;

import java.io.IOException;

/** A port that cannot be bound: which one, what for, and how to choose another. */
final class PortInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    PortInUseException(String role, int port, String flag, Throwable cause) {
        super(
                "port %d (%s) cannot be bound: %s; free it, or choose another with %s"
                        .formatted(port, role, cause.getMessage(), flag),
                cause);
    }
}
