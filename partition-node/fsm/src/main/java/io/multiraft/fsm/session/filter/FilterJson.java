package io.multiraft.fsm.session.filter;

import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the one JSON object a filter is: members {@code m} and {@code k}, unsigned numbers, and
 * {@code b}, a string without escapes. Anything else is refused with what was expected and where.
 */
final class FilterJson {

    private final String text;
    private int position;

    private FilterJson(String text) {
        this.text = text;
    }

    /** The members by name, as they stand between quotes or as digits. */
    static Map<String, String> parse(String text) throws MalformedFilterException {
        return new FilterJson(text).object();
    }

    private Map<String, String> object() throws MalformedFilterException {
        Map<String, String> members = new TreeMap<>();
        expect('{');
        do {
            String name = string();
            expect(':');
            String value =
                    switch (name) {
                        case "m", "k" -> number();
                        case "b" -> string();
                        default -> throw expected("one of \"m\", \"k\", \"b\"");
                    };
            if (members.put(name, value) != null) {
                throw expected("each member once, \"" + name + "\" came twice");
            }
        } while (accept(','));
        expect('}');
        skipSpace();
        if (position < text.length()) {
            throw expected("the end");
        }
        if (members.size() < 3) {
            throw new MalformedFilterException(
                    "it has the members "
                            + members.keySet()
                            + "; it must have \"m\", \"k\" and \"b\"");
        }
        return members;
    }

    private String string() throws MalformedFilterException {
        expect('"');
        int end = text.indexOf('"', position);
        if (end < 0) {
            throw expected("a closing quote");
        }
        String value = text.substring(position, end);
        position = end + 1;
        return value;
    }

    private String number() throws MalformedFilterException {
        skipSpace();
        int begin = position;
        while (position < text.length()
                && text.charAt(position) >= '0'
                && text.charAt(position) <= '9') {
            position++;
        }
        if (position == begin) {
            throw expected("an unsigned number");
        }
        if (text.charAt(begin) == '0' && position > begin + 1) {
            throw expected("a number without leading zeros, as JSON has them");
        }
        return text.substring(begin, position);
    }

    private void expect(char character) throws MalformedFilterException {
        if (!accept(character)) {
            throw expected("'" + character + "'");
        }
    }

    private boolean accept(char character) {
        skipSpace();
        boolean there = position < text.length() && text.charAt(position) == character;
        if (there) {
            position++;
        }
        return there;
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private MalformedFilterException expected(String what) {
        return new MalformedFilterException("at byte " + position + ": expected " + what);
    }
}
