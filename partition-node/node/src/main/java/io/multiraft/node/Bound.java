package io.multiraft.node;

import java.io.IOException;
import java.net.BindException;

/** Says which port it was that could not be bound. */
final class Bound {

    private Bound() {}

    /** Something that binds a port. */
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Runs an action that binds a port.
     *
     * @param role what the port is for
     * @param flag by which another can be chosen
     */
    static <T> T to(String role, int port, String flag, Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (BindException e) {
            throw new PortInUseException(role, port, flag, e);
        }
    }
}
