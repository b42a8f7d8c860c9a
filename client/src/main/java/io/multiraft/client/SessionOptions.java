package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a session is to be. Immutable.
 *
 * <pre>{@code
 * Session session =
 *         client.openSession(
 *                 SessionOptions.named("worker")
 *                         .withLabels(Map.of("app", "shop"))
 *                         .withTimeout(Duration.ofSeconds(15)));
 * }</pre>
 *
 * @param name under which the session is listed, a DNS label, or two with a dot between them for a
 *     session of another namespace; empty: unnamed
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

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile("(%s(\\.%s)?)?".formatted(LABEL, LABEL));

    /** The longest that has milliseconds at all; the cluster knows its own bounds. */
    private static final Duration TIMEOUT_MAX = Duration.ofMillis(Long.MAX_VALUE);

    public SessionOptions {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidException(
                    "session name '"
                            + name
                            + "': expected at most 63 characters of a-z, 0-9 and '-', the first and"
                            + " the last no '-', or NAMESPACE.NAME of such");
        }
        if (timeout == null
                || timeout.compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new InvalidException("timeout " + timeout + ": expected at least 1 ms");
        }
        if (labels == null || kind == null || primitive == null) {
            throw new InvalidException(
                    "labels %s, kind %s, primitive %s: expected none of them to be null"
                            .formatted(labels, kind, primitive));
        }
        labels.forEach(SessionOptions::checkLabel);
        labels = Map.copyOf(labels);
        if (name.isEmpty() && (attach || !labels.isEmpty() || !kind.isEmpty())) {
            throw new InvalidException(
                    "attach, labels and kind are for named sessions: give the session a name");
        }
        if (kind.isEmpty() != primitive.isEmpty()) {
            throw new InvalidException(
                    "kind '" + kind + "', primitive '" + primitive + "': expected both or neither");
        }
    }

    private static void checkLabel(String key, String value) {
        if (key == null || key.isEmpty() || value == null) {
            throw new InvalidException(
                    "label '" + key + "' = '" + value + "': expected a key, and a value not null");
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

    /**
     * Takes over the open session of that name, wherever it was opened: by another client, or for a
     * Session object. Who had it is told that it was {@code TAKEN_OVER}, and can do nothing in it.
     */
    public SessionOptions attaching() {
        return new SessionOptions(name, timeout, labels, kind, primitive, true);
    }
}
