package io.multiraft.bench.report;

/**
 * Where the lines behind bars are: at round numbers, the last at or above the greatest figure.
 *
 * @param step from line to line
 * @param lines but for the one at 0
 */
record Axis(double step, int lines) {

    private static final int FEWEST_LINES = 3;
    private static final double[] ROUND = {5, 2, 1, 0.5, 0.2, 0.1};

    /** For figures from 0 to some positive one. */
    static Axis to(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        double step = power;
        for (double round : ROUND) {
            step = round * power;
            if (most / step >= FEWEST_LINES) {
                break;
            }
        }
        return new Axis(step, (int) Math.ceil(most / step));
    }

    double end() {
        return step * lines;
    }
}
