package io.multiraft.node.storage;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose data a directory holds.
 *
 * @param incarnation random, given when the directory was first used: a member that comes back with
 *     an empty disk has another one
 */
record Identity(String cluster, String name, String incarnation) {

    static Identity create(String cluster, String name) {
        return new Identity(cluster, name, UUID.randomUUID().toString());
    }

    byte[] toJson() {
        String json =
                String.format(
                        "{\"cluster\": \"%s\", \"name\": \"%s\", \"incarnation\": \"%s\"}%n",
                        cluster, name, incarnation);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** All three are names without a character that JSON would escape. */
    static Identity fromJson(byte[] bytes) throws DataDirectoryException {
        String json = new String(bytes, StandardCharsets.UTF_8);
        return new Identity(
                field(json, "cluster"), field(json, "name"), field(json, "incarnation"));
    }

    private static String field(String json, String field) throws DataDirectoryException {
        Matcher matcher =
                Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"\\\\]+)\"").matcher(json);
        if (!matcher.find()) {
            throw new DataDirectoryException("it has no \"" + field + "\": " + json.strip());
        }
        return matcher.group(1);
    }
}
