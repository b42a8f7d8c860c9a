package io.multiraft.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What happened, in order: a hash of everything, and the last of it in words. Two runs of a seed
 * have the same trace, byte for byte.
 */
public final class Trace {

    private static final int KEPT = 400;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final EventQueue events;
    private final Consumer<String> listener;
    private final Deque<Line> last = new ArrayDeque<>(KEPT);
    private long hash;

    private record Line(long atMillis, String what, String who, long[] numbers) {

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(
                            String.format(Locale.ROOT, "%8d ms  %-6s %s", atMillis, who, what));
            for (long number : numbers) {
                text.append(' ').append(number);
            }
            return text.toString();
        }
    }

    /**
     * @param listener is given every line; null: nobody listens
     */
    Trace(EventQueue events, Consumer<String> listener) {
        this.events = events;
        this.listener = listener;
    }

    /**
     * @param who a client or a node
     * @param what words, so that the numbers after them can be read
     */
    public void add(String who, String what, long... numbers) {
        Line line = new Line(events.nowMillis(), what, who, numbers);
        mix(line.atMillis);
        mix(who.hashCode());
        mix(what.hashCode());
        for (long number : numbers) {
            mix(number);
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        if (listener != null) {
            listener.accept(line.toString());
        }
    }

    /** Of everything that was added. */
    public long hash() {
        return hash;
    }

    /** The last lines, oldest first. */
    public List<String> last(int count) {
        List<String> lines = new ArrayList<>();
        last.forEach(line -> lines.add(line.toString()));
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private void mix(long value) {
        long mixed = (hash ^ value) * MIX;
        hash = mixed ^ (mixed >>> 32);
    }
}
