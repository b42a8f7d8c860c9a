package io.multiraft.proto;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fact of the wire contract, as it stands on one line of a table.
 *
 * @param detail everything of the fact that may not change once it is recorded: number, label,
 *     type, oneof, options
 */
record Fact(Kind kind, String name, String detail) {

    enum Kind {
        MESSAGE,
        FIELD,
        ENUM,
        VALUE,
        SERVICE,
        RPC,
        EXTENSION
    }

    private static final Pattern LINE =
            Pattern.compile(
                    "(message|field|enum|value|service|rpc|extension) (\\S+)(?: (\\S.*\\S|\\S))?");
    private static final Pattern NUMBER = Pattern.compile("= (-?\\d+)\\b.*");

    static Fact parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a fact: \""
                            + line
                            + "\"; a fact is \"<kind> <full name> <detail>\" with a kind of"
                            + " message, field, enum, value, service, rpc or extension");
        }
        Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return new Fact(kind, matcher.group(2), matcher.group(3) == null ? "" : matcher.group(3));
    }

    /** What the fact is about, without what it says: two facts about the same thing contradict. */
    String subject() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }

    /** Full name of what the fact is declared in: a message, an enum, a service or a package. */
    String owner() {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    OptionalInt number() {
        Matcher matcher = NUMBER.matcher(detail);
        return matcher.matches()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? subject() : subject() + " " + detail;
    }
}
