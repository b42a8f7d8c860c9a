package io.multiraft.operator.api;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of primitives, named as on the wire. */
public enum SessionKind {
    Counter(Spread.ONE),
    Value(Spread.ONE),
    Lock(Spread.ONE),
    LeaderElection(Spread.ONE),
    IndexedMap(Spread.ONE),
    Map(Spread.ALL),
    Set(Spread.ALL),
    CounterMap(Spread.ALL),
    MultiMap(Spread.ALL);

    private enum Spread {
        ONE,
        ALL
    }

    private final Spread spread;

    SessionKind(Spread spread) {
        this.spread = spread;
    }

    /** Whether such a primitive lives in one partition, rather than spread by key over all. */
    public boolean inOnePartition() {
        return spread == Spread.ONE;
    }

    public static Optional<SessionKind> of(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }
}
