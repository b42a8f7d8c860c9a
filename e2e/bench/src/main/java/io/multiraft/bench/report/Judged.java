package io.multiraft.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A figure beside what was asked of it.
 *
 * @param what it is a figure of
 * @param bound as people read it
 * @param measured as people read it
 */
public record Judged(String what, String bound, String measured, boolean met) {

    /**
     * A figure that is good when it is large.
     *
     * @param format of bound and figure, with the unit
     */
    public static Judged atLeast(String what, String format, double bound, double measured) {
        return new Judged(
                what, "at least " + text(format, bound), text(format, measured), measured >= bound);
    }

    /**
     * A figure that is good when it is small.
     *
     * @param format of bound and figure, with the unit
     */
    public static Judged atMost(String what, String format, double bound, double measured) {
        return new Judged(
                what, "at most " + text(format, bound), text(format, measured), measured <= bound);
    }

    private static String text(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }

    /** All of them, as Markdown. */
    public static String table(List<Judged> all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "bound", "measured", "met"));
        all.forEach(
                one ->
                        rows.add(
                                List.of(
                                        one.what,
                                        one.bound,
                                        one.measured,
                                        one.met ? "yes" : "NO")));
        return MarkdownTable.of(rows);
    }

    /** Whether there is nothing that is not as it was asked for. */
    public static boolean allMet(List<Judged> all) {
        return all.stream().allMatch(Judged::met);
    }
}
