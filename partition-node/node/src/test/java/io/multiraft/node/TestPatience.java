package io.multiraft.node;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every await of this module the time that a busy machine takes: none says that something is
 * fast.
 */
public final class TestPatience implements BeforeAllCallback {

    /** No test that passes waits for its end, be it of an await or of an operation. */
    public static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
