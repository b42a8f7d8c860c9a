package io.multiraft.fsm.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words of a command: a verb, {@code name=value} in any order, and plain words in theirs. */
final class Arguments {

    private final String verb;
    private final Map<String, String> named = new TreeMap<>();
    private final ArrayDeque<String> words = new ArrayDeque<>();

    Arguments(String line) {
        List<String> parts = new ArrayList<>(Arrays.asList(line.trim().split(" +")));
        verb = parts.remove(0);
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                named.put(part.substring(0, equals), part.substring(equals + 1));
            } else {
                words.add(part);
            }
        }
    }

    String verb() {
        return verb;
    }

    boolean has(String name) {
        return named.containsKey(name);
    }

    /** Takes a named argument. */
    String take(String name, String absent) {
        String value = named.remove(name);
        return value == null ? absent : value;
    }

    long takeLong(String name) {
        return Long.parseUnsignedLong(take(name, "0"));
    }

    /** Takes a time: {@code 5s} or {@code 20ms}. */
    long takeMillis(String name) {
        return millis(take(name, "0s"));
    }

    /** Takes a list: {@code 1,2,3}. */
    long[] takeLongs(String name) {
        String list = take(name, "");
        return list.isEmpty()
                ? new long[0]
                : Arrays.stream(list.split(",")).mapToLong(Long::parseUnsignedLong).toArray();
    }

    /** Takes the next plain word. */
    String word() {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(verb + " needs one more word");
        }
        return words.remove();
    }

    /** Takes a plain word if it is the next one. */
    boolean takeWord(String word) {
        boolean there = word.equals(words.peek());
        if (there) {
            words.remove();
        }
        return there;
    }

    /** Takes the next plain word, or nothing. */
    String wordOr(String absent) {
        return words.isEmpty() ? absent : words.remove();
    }

    void checkAllTaken() {
        if (!named.isEmpty() || !words.isEmpty()) {
            List<String> left = new ArrayList<>(named.keySet());
            left.addAll(words);
            throw new IllegalArgumentException("unknown arguments " + left);
        }
    }

    private static long millis(String time) {
        return time.endsWith("ms")
                ? Long.parseLong(time.substring(0, time.length() - 2))
                : 1_000 * Long.parseLong(time.substring(0, time.length() - 1));
    }
}
