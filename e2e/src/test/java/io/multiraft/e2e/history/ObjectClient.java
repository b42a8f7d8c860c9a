package io.multiraft.e2e.history;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Does whatever counters and entries can do, at random, on some of them. */
final class ObjectClient extends Client {

    static final String COUNTER = "counter";
    static final String ENTRY = "entry";

    private final List<NamedTarget> targets;
    private int written;

    /** An object of a model, as this client reaches it. */
    record NamedTarget(String model, String object, Target target) {}

    ObjectClient(
            int number,
            History history,
            long seed,
            CountDownLatch stop,
            List<NamedTarget> targets) {
        super(number, history, seed, stop);
        this.targets = targets;
    }

    @Override
    Answer step() {
        NamedTarget target = targets.get(random.nextInt(targets.size()));
        return target.model().equals(COUNTER) ? counterStep(target) : entryStep(target);
    }

    private Answer counterStep(NamedTarget target) {
        return switch (random.nextInt(10)) {
            case 0 -> record(target, "set", Values.number(1_000_000L * number + written++));
            case 1, 2, 3 -> record(target, "increment", Values.number(1 + random.nextInt(9)));
            case 4 -> record(target, "decrement", Values.number(1 + random.nextInt(9)));
            case 5 -> compareAndSet(target);
            default -> record(target, "get", Values.NONE);
        };
    }

    /** Often against others, who have changed it since the read. */
    private Answer compareAndSet(NamedTarget target) {
        Answer read = record(target, "get", Values.NONE);
        if (!read.outcome().equals(Answer.OK)) {
            return read;
        }
        long value = read.output().number();
        return record(
                target,
                "compare-and-set",
                Values.compareAndSet(value, 1_000_000L * number + written++));
    }

    private Answer entryStep(NamedTarget target) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> record(target, "put", Values.text(fresh()));
            case 2 -> record(target, "insert", Values.text(fresh()));
            case 3, 4 -> update(target);
            case 5 -> record(target, "remove", Values.NONE);
            default -> record(target, "get", Values.NONE);
        };
    }

    private Answer update(NamedTarget target) {
        Answer read = record(target, "get", Values.NONE);
        return read.outcome().equals(Answer.OK)
                ? record(target, "update", Values.written(fresh(), read.output().version()))
                : read;
    }

    /** A text that nobody else writes. */
    private String fresh() {
        return number + "." + written++;
    }

    private Answer record(NamedTarget target, String operation, Values input) {
        return history.record(
                target.model(), target.object(), number, target.target(), operation, input);
    }
}
