package io.multiraft.bench.system;

import io.multiraft.bench.load.Operation;
import java.util.concurrent.ThreadLocalRandom;

/** Nine reads to a write. */
final class Mixture {

    private static final int OUT_OF = 10;

    private Mixture() {}

    static Operation of(Operation read, Operation write) {
        return (caller, completion) -> {
            boolean writes = ThreadLocalRandom.current().nextInt(OUT_OF) == 0;
            (writes ? write : read).start(caller, completion);
        };
    }
}
