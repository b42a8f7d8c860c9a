package io.multiraft.fsm;

import java.util.Locale;

/**
 * Checks that are always on. A violation is a bug, of this code or of what was committed, never the
 * fault of a caller; the replica must stop, because going on could make it differ from the others.
 */
public final class Invariant {

    private Invariant() {}

    /** Throws when {@code holds} is false; the format is that of {@link String#format}. */
    public static void check(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw violated(format, arguments);
        }
    }

    /** For branches that must not be reached. */
    public static IllegalStateException violated(String format, Object... arguments) {
        return new IllegalStateException(
                "invariant violated: " + String.format(Locale.ROOT, format, arguments));
    }
}
