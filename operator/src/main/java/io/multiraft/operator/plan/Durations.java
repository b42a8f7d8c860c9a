package io.multiraft.operator.plan;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as objects and settings write them. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private Durations() {}

    public static boolean isDuration(String text) {
        return FORM.matcher(text).matches();
    }

    /** In seconds, or in milliseconds where it is not whole. */
    static String format(com.google.protobuf.Duration duration) {
        long millis = duration.getSeconds() * 1_000 + duration.getNanos() / 1_000_000;
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /**
     * @throws IllegalArgumentException for any other form; of an object the API server lets none
     *     pass
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    text + " is not a duration such as 500ms, 10s, 5m or 1h");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
