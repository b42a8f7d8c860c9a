package io.multiraft.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Bars in groups, each with a line from the least to the most figure that was measured.
 *
 * @param groups what stands under each group
 * @param bars what each colour is
 * @param figures by group and bar
 */
record BarPanel(
        String title,
        List<String> groups,
        List<String> bars,
        BiFunction<Integer, Integer, Spread> figures) {

    static final int WIDTH = 560;
    static final int HEIGHT = 300;

    static final List<String> COLOURS = List.of("#1f6feb", "#d29922", "#8b949e", "#2da44e");

    private static final int LEFT = 70;
    private static final int TOP = 34;
    private static final int BOTTOM = 34;

    String svg() {
        Axis axis = Axis.to(greatest());
        double most = axis.end();
        StringBuilder svg = new StringBuilder();
        text(svg, LEFT, 20, "start", title);
        for (int line = 0; line <= axis.lines(); line++) {
            double value = axis.step() * line;
            add(
                    svg,
                    "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#d0d7de'/>",
                    LEFT,
                    WIDTH,
                    y(value, most),
                    y(value, most));
            text(svg, LEFT - 6, y(value, most) + 4, "end", number(value));
        }
        double groupWidth = (double) (WIDTH - LEFT) / groups.size();
        for (int group = 0; group < groups.size(); group++) {
            double left = LEFT + group * groupWidth;
            text(svg, left + groupWidth / 2, HEIGHT - 12, "middle", groups.get(group));
            double barWidth = groupWidth * 0.8 / bars.size();
            for (int bar = 0; bar < bars.size(); bar++) {
                bar(
                        svg,
                        left + groupWidth * 0.1 + bar * barWidth,
                        barWidth * 0.9,
                        group,
                        bar,
                        most);
            }
        }
        return svg.toString();
    }

    private void bar(StringBuilder svg, double x, double width, int group, int bar, double most) {
        Spread figure = figures.apply(group, bar);
        double top = y(figure.median(), most);
        add(
                svg,
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s:"
                        + " %s</title></rect>",
                x,
                top,
                width,
                HEIGHT - BOTTOM - top,
                COLOURS.get(bar % COLOURS.size()),
                bars.get(bar),
                number(figure.median()));
        add(
                svg,
                "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#24292f' stroke-width='2'/>",
                x + width / 2,
                x + width / 2,
                y(figure.least(), most),
                y(figure.most(), most));
    }

    private double greatest() {
        double most = Double.MIN_NORMAL;
        for (int group = 0; group < groups.size(); group++) {
            for (int bar = 0; bar < bars.size(); bar++) {
                most = Math.max(most, figures.apply(group, bar).most());
            }
        }
        return most;
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most;
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.2f" : "%,.0f", value);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        add(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, text);
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
