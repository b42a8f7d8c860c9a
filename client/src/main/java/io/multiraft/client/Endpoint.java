package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node, or something before nodes, is found.
 *
 * @param host a name, or an address; of IPv6 without brackets
 */
record Endpoint(String host, int port) {

    private static final int PORT_MAX = 65_535;
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^\\s:/\\[\\]]+)):([0-9]{1,5})");

    Endpoint {
        if (host == null || host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new InvalidException(
                    "host '" + host + "', port " + port + ": expected a name and 1 to 65535");
        }
    }

    /** Of {@code host:port}, {@code 10.0.0.1:port} or {@code [2001:db8::1]:port}. */
    static Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > PORT_MAX) {
            throw new InvalidException("endpoint '" + text + "': expected host:port");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Endpoint(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
