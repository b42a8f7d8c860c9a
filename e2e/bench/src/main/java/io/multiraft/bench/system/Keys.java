package io.multiraft.bench.system;

import io.multiraft.bench.Workload;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The keys of a map, the same in every system. */
final class Keys {

    private static final String[] KEYS =
            IntStream.range(0, Workload.KEYS)
                    .mapToObj("key-%05d"::formatted)
                    .toArray(String[]::new);

    private Keys() {}

    /** Other keys, so many, one after the other and then again: all are written by then. */
    static Supplier<String> inTurn(int count) {
        AtomicInteger next = new AtomicInteger();
        return () -> "key-" + next.getAndUpdate(number -> (number + 1) % count);
    }

    static String of(int number) {
        return KEYS[number % KEYS.length];
    }

    static String any() {
        return KEYS[ThreadLocalRandom.current().nextInt(KEYS.length)];
    }
}
