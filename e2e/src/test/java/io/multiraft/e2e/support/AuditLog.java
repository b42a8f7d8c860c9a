package io.multiraft.e2e.support;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What service accounts write to the API, leases aside. */
public final class AuditLog {

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /** A place in the log: what comes later is after it. */
    public long mark() {
        return lines().size();
    }

    /** The writes of a namespace's accounts since the mark, as {@code verb resource/name}. */
    public List<String> writesSince(long mark, String namespace) {
        return lines().stream()
                .skip(mark)
                .map(line -> Serialization.unmarshal(line, Map.class))
                .filter(event -> user(event).startsWith("system:serviceaccount:" + namespace + ":"))
                .map(AuditLog::description)
                .toList();
    }

    /** Whole lines only: the last one may be in the making. */
    private List<String> lines() {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String user(Map<?, ?> event) {
        return ((Map<?, ?>) event.get("user")).get("username").toString();
    }

    private static String description(Map<?, ?> event) {
        Map<?, ?> object = (Map<?, ?>) event.get("objectRef");
        return event.get("verb")
                + " "
                + object.get("resource")
                + (object.get("subresource") == null ? "" : "/" + object.get("subresource"))
                + " "
                + object.get("name");
    }
}
