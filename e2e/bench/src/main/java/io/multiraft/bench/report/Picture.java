package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One workload as an SVG picture: how many operations, and how long the slow ones take. */
public final class Picture {

    private static final int LEGEND = 40;
    private static final int LEGEND_WIDTH = 150;

    private Picture() {}

    /** Draws it. */
    public static String of(Figures figures, Workload workload) {
        List<String> systems = figures.systems(workload);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'"
                        + " font-family='sans-serif' font-size='11'>",
                2 * BarPanel.WIDTH + 20,
                BarPanel.HEIGHT + LEGEND);
        add(svg, "<rect width='100%%' height='100%%' fill='white'/>");
        add(svg, "<text x='10' y='24' font-size='15'>%s</text>", workload.title());
        for (int system = 0; system < systems.size(); system++) {
            int x = BarPanel.WIDTH + system * LEGEND_WIDTH;
            String colour = BarPanel.COLOURS.get(system % BarPanel.COLOURS.size());
            add(svg, "<rect x='%d' y='14' width='12' height='12' fill='%s'/>", x, colour);
            add(svg, "<text x='%d' y='24'>%s</text>", x + 18, systems.get(system));
        }
        panel(svg, 0, figures, workload, "operations/s, median and range", Figures::rate);
        panel(
                svg,
                BarPanel.WIDTH + 10,
                figures,
                workload,
                "99th percentile of the latency in ms, median and range",
                one -> one.result().latencyMillis(99));
        return svg.append("</svg>\n").toString();
    }

    private static void panel(
            StringBuilder svg,
            int x,
            Figures figures,
            Workload workload,
            String title,
            ToDoubleFunction<Measurement> figure) {
        List<Load> loads = figures.loads(workload);
        List<String> systems = figures.systems(workload);
        BarPanel panel =
                new BarPanel(
                        title,
                        loads.stream().map(Load::toString).toList(),
                        systems,
                        (group, bar) ->
                                Figures.spread(
                                        figures.rounds(
                                                systems.get(bar), workload, loads.get(group)),
                                        figure));
        add(svg, "<g transform='translate(%d,%d)'>", x, LEGEND);
        svg.append(panel.svg()).append("</g>\n");
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
