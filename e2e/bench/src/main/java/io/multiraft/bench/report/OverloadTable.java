package io.multiraft.bench.report;

import io.multiraft.bench.load.FailureKind;
import io.multiraft.bench.load.OverloadWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What became of more than a system can do, window by window.
 *
 * @param peak operations per second that it can do
 * @param offered operations per second that were to begin
 * @param samples one before the first window and one at the end of each, as far as there are
 */
public record OverloadTable(
        double peak, int offered, List<OverloadWindow> windows, List<Sample> samples) {

    private static final double GOODPUT_PERCENT = 80;
    private static final double RESIDENT_GROWTH = 1.1;
    private static final double MEBIBYTE = 1 << 20;
    private static final List<String> COLUMNS =
            List.of(
                    "until s",
                    "goodput/s",
                    "% of peak",
                    "p50 ms",
                    "p99 ms",
                    "refused/s",
                    "without hint/s",
                    "failed/s",
                    "not offered/s",
                    "RSS MB",
                    "term");

    /**
     * The nodes at one time.
     *
     * @param residentBytes memory of the largest
     * @param term the greatest that one knows; empty when none answered
     */
    public record Sample(double residentBytes, OptionalLong term) {}

    /** All windows. Not offered is what the load generator had no room for. */
    public String markdown() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        double end = 0;
        for (int i = 0; i < windows.size(); i++) {
            end += windows.get(i).result().measured().toSeconds();
            rows.add(row(end, windows.get(i), i + 1));
        }
        return MarkdownTable.of(rows);
    }

    private List<String> row(double end, OverloadWindow window, int sample) {
        return List.of(
                number("%.0f", end),
                number("%,.0f", window.result().rate()),
                number("%.0f", 100 * window.result().rate() / peak),
                number("%.1f", window.result().latencyMillis(50)),
                number("%.1f", window.result().latencyMillis(99)),
                rate(window, one -> one.failures().get(FailureKind.REFUSED)),
                rate(window, one -> one.failures().get(FailureKind.REFUSED_WITHOUT_HINT)),
                rate(window, one -> one.failures().get(FailureKind.OTHER)),
                rate(window, OverloadWindow::notOffered),
                sample < samples.size() ? resident(samples.get(sample)) : "-",
                sample < samples.size() ? term(samples.get(sample)) : "-");
    }

    private static String rate(OverloadWindow window, ToLongFunction<OverloadWindow> count) {
        return number(
                "%,.0f", count.applyAsLong(window) * 1e9 / window.result().measured().toNanos());
    }

    private static String resident(Sample sample) {
        return number("%.0f", sample.residentBytes() / MEBIBYTE);
    }

    private static String term(Sample sample) {
        return sample.term().isPresent() ? Long.toString(sample.term().getAsLong()) : "-";
    }

    /**
     * What is asked of a system that is offered too much.
     *
     * @param deadlineSeconds of each call
     */
    public List<Judged> judged(double deadlineSeconds) {
        double goodput = mean(window -> window.result().rate());
        return List.of(
                Judged.atLeast(
                        "goodput at %,d/s offered, of a peak of %,.0f/s".formatted(offered, peak),
                        "%.0f %%",
                        GOODPUT_PERCENT,
                        100 * goodput / peak),
                Judged.atMost(
                        "p99 of the accepted, worst window",
                        "%.2f s",
                        deadlineSeconds,
                        windows.stream()
                                .mapToDouble(one -> one.result().latencyMillis(99) / 1e3)
                                .max()
                                .orElse(Double.NaN)),
                Judged.atMost(
                        "refused without a hint",
                        "%.0f",
                        0,
                        sum(one -> one.failures().get(FailureKind.REFUSED_WITHOUT_HINT))),
                Judged.atMost(
                        "failed otherwise",
                        "%.0f",
                        0,
                        sum(one -> one.failures().get(FailureKind.OTHER))),
                Judged.atMost(
                        "RSS at the end, to that after the first window",
                        "%.2f x",
                        RESIDENT_GROWTH,
                        residentGrowth()),
                Judged.atMost("elections", "%.0f", 0, elections()));
    }

    private double mean(ToDoubleFunction<OverloadWindow> figure) {
        return windows.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private double sum(ToLongFunction<OverloadWindow> count) {
        return windows.stream().mapToLong(count).sum();
    }

    private double residentGrowth() {
        return samples.size() < 2
                ? Double.NaN
                : samples.get(samples.size() - 1).residentBytes() / samples.get(1).residentBytes();
    }

    private double elections() {
        List<Long> terms =
                samples.stream()
                        .filter(sample -> sample.term().isPresent())
                        .map(sample -> sample.term().getAsLong())
                        .toList();
        return terms.isEmpty() ? Double.NaN : terms.get(terms.size() - 1) - terms.get(0);
    }

    private static String number(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
