package io.multiraft.bench.failover;

/**
 * What is there at the end beside what was acknowledged.
 *
 * @param acknowledged writes
 * @param lostIncrements acknowledged ones that the counter does not have
 * @param repeatedIncrements those that it has beyond all that may have happened
 * @param wrongKeys keys that do not hold what was put last
 * @param failedWriters those that ended with a write of which nobody knows
 */
public record Balance(
        long acknowledged,
        long lostIncrements,
        long repeatedIncrements,
        long wrongKeys,
        long failedWriters) {

    /**
     * Compares a counter with what was acknowledged.
     *
     * @param incremented acknowledged increments
     * @param unknown writers each of which may have incremented once more
     */
    static Balance of(
            long acknowledged, long incremented, long counted, long wrongKeys, long unknown) {
        return new Balance(
                acknowledged,
                Math.max(0, incremented - counted),
                Math.max(0, counted - incremented - unknown),
                wrongKeys,
                unknown);
    }
}
