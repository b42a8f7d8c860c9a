package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What is left of a run: a text, and a picture of each workload. */
public final class Report {

    private final Figures figures;
    private final String subject;
    private final String about;

    /**
     * @param subject the system that the others are compared with
     * @param about where and when it was measured
     */
    public Report(Figures figures, String subject, String about) {
        this.figures = figures;
        this.subject = subject;
        this.about = about;
    }

    /** The tables, and the bounds that were measured. */
    public String text() {
        return about + "\n" + new ResultTable(figures, subject).markdown() + bounds();
    }

    private String bounds() {
        List<Judged> judged = Bounds.judged(figures, subject);
        return judged.isEmpty() ? "" : "\n### Bounds\n\n" + Judged.table(judged);
    }

    /** What fits into another document. */
    String summary() {
        return about + "\n" + bounds() + "\n### Figures\n\n" + SummaryTable.of(figures);
    }

    /**
     * Compares with one other system in a sentence for each load.
     *
     * @param peer to compare with
     */
    public String verdicts(String peer) {
        StringBuilder text = new StringBuilder();
        for (Workload workload : figures.workloads()) {
            for (Load load : figures.loads(workload)) {
                text.append(verdict(workload, load, peer)).append('\n');
            }
        }
        return text.toString();
    }

    private String verdict(Workload workload, Load load, String peer) {
        Spread ratio = figures.ratio(subject, peer, workload, load);
        String judged =
                ratio.contains(1)
                        ? "no difference beyond the noise"
                        : ratio.median() > 1 ? "FASTER in every round" : "SLOWER in every round";
        return String.format(
                Locale.ROOT,
                "%s, %s: %s does %.3f times as many as %s (%.3f to %.3f, noise %.1f %%): %s",
                workload.title(),
                load,
                subject,
                ratio.median(),
                peer,
                ratio.least(),
                ratio.most(),
                100 * ratio.noise(),
                judged);
    }

    /** Writes {@code report.md} with the pictures, and {@code summary.md}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        StringBuilder text = new StringBuilder(text()).append('\n');
        for (Workload workload : figures.workloads()) {
            String name = workload.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
            Files.writeString(directory.resolve(name), Picture.of(figures, workload));
            text.append("![%s](%s)%n".formatted(workload.title(), name));
        }
        Files.writeString(directory.resolve("report.md"), text);
        Files.writeString(directory.resolve("summary.md"), summary());
    }
}
