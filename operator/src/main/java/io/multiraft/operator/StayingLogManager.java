package io.multiraft.operator;

import java.util.logging.LogManager;

/**
 * Keeps the log alive while the process stops: the JDK's own manager ends it with the signal, when
 * there is still something to say. Public because the JDK makes it, by its name.
 */
public final class StayingLogManager extends LogManager {

    @Override
    public void reset() {
        // Called by the JDK's shutdown hook.
    }
}
