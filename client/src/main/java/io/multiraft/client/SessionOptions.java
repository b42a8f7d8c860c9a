package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;
import java.time.Duration;
import java.util.Map;

/**
 * What a session is to be. Immutable.
 *
 * @param name under which the session is listed, a DNS label; empty: unnamed
 * @param timeout without a sign of life after which the cluster ends it
 * @param labels under which it is listed; named sessions only
 * @param kind of the primitive it is for; empty: any
 * @param primitive id of the primitive it is for; empty: any
 * @param attach take over the open session of that name instead of opening one; who had it before
 *     is refused from then on
 */
public record SessionOptions(
        String name,
        Duration timeout,
        Map<String, String> labels,
        String kind,
        String primitive,
        boolean attach) {

    /** Timeout where none is chosen. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public SessionOptions {
        labels = Map.copyOf(labels);
        if (timeout.toMillis() < 1) {
            throw new InvalidException("timeout " + timeout + ": expected at least 1 ms");
        }
        if (name.isEmpty() && (attach || !labels.isEmpty() || !kind.isEmpty())) {
            throw new InvalidException(
                    "attach, labels and kind are for named sessions: give the session a name");
        }
        if (kind.isEmpty() != primitive.isEmpty()) {
            throw new InvalidException(
                    "kind '" + kind + "', primitive '" + primitive + "': expected both or neither");
        }
    }

    public static SessionOptions unnamed() {
        return new SessionOptions("", DEFAULT_TIMEOUT, Map.of(), "", "", false);
    }

    public static SessionOptions named(String name) {
        return new SessionOptions(name, DEFAULT_TIMEOUT, Map.of(), "", "", false);
    }

    public SessionOptions withTimeout(Duration value) {
        return new SessionOptions(name, value, labels, kind, primitive, attach);
    }

    public SessionOptions withLabels(Map<String, String> value) {
        return new SessionOptions(name, timeout, value, kind, primitive, attach);
    }

    /** For one primitive, as {@code ("Counter", "orders")}: held only where that one lives. */
    public SessionOptions forPrimitive(String kindName, String primitiveId) {
        return new SessionOptions(name, timeout, labels, kindName, primitiveId, attach);
    }

    public SessionOptions attaching() {
        return new SessionOptions(name, timeout, labels, kind, primitive, true);
    }
}
