package io.multiraft.bench.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A figure that was measured several times.
 *
 * @param median of an even number of figures the mean of the middle two
 */
public record Spread(double least, double median, double most) {

    /**
     * Sums figures up.
     *
     * @throws IllegalArgumentException there are none
     */
    public static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures to take the median of");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int last = sorted.size() - 1;
        double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(last));
    }

    /**
     * Ratios of figures to those of the same round, so that what the machine did meanwhile falls on
     * both.
     *
     * @throws IllegalArgumentException there are not as many of one as of the other
     */
    public static Spread ofRatios(List<Double> figures, List<Double> peers) {
        if (figures.size() != peers.size()) {
            throw new IllegalArgumentException(
                    "figures of %d rounds and of %d cannot be compared"
                            .formatted(figures.size(), peers.size()));
        }
        return of(
                IntStream.range(0, figures.size())
                        .mapToObj(round -> figures.get(round) / peers.get(round))
                        .toList());
    }

    /** Half of the distance from least to most, as a part of the median. */
    public double noise() {
        return (most - least) / 2 / median;
    }

    /** Whether a value is no less than the least and no more than the most. */
    public boolean contains(double value) {
        return least <= value && value <= most;
    }
}
