package io.multiraft.sim;

import io.multiraft.fsm.Limits;
import java.util.Random;

/**
 * What a run is like; all of it follows from the seed. Rates are per thousand, of messages or of
 * chances, of which the faults have one each 100 ms.
 *
 * @param seed of everything that is random in the run
 * @param nodes of the partition
 * @param clients at the same time
 * @param sessionsPerClient that a client tries to hold
 * @param faultsMillis how long the faults go on
 * @param limits of the state machine
 * @param network what messages suffer
 * @param faults what nodes suffer
 * @param workload what clients do
 */
public record SimulatorOptions(
        long seed,
        int nodes,
        int clients,
        int sessionsPerClient,
        long faultsMillis,
        Limits limits,
        Network network,
        Faults faults,
        Workload workload) {

    /**
     * What messages suffer.
     *
     * @param lossPerMille lost on one hop
     * @param duplicatePerMille of requests that arrive twice
     * @param slowPerMille of messages that take up to {@code slowMillis}
     * @param gaps whether single outputs of a stream are lost, which no connection does
     */
    public record Network(
            int minMillis,
            int maxMillis,
            int lossPerMille,
            int duplicatePerMille,
            int slowPerMille,
            int slowMillis,
            boolean gaps) {}

    /**
     * What nodes suffer, each per thousand chances.
     *
     * @param lagMillis how late a follower applies, at most
     * @param snapshotEntries applied between two snapshots
     * @param retainedEntries of the log before a snapshot that are kept for others
     * @param jumpMillis how far a wall clock jumps, at most
     */
    public record Faults(
            int crash,
            int pause,
            int cut,
            int election,
            int clockJump,
            int lagMillis,
            int snapshotEntries,
            int retainedEntries,
            long jumpMillis) {}

    /**
     * What clients do.
     *
     * @param thinkMillis between two operations of a session, at most
     * @param deadlineMillis of an operation
     * @param minTimeoutMillis of sessions
     * @param maxTimeoutMillis of sessions
     * @param invalidPerMille of operations that can only be refused
     * @param crashPerMille of a client, per chance
     * @param rogue whether somebody sends what no client of ours would
     */
    public record Workload(
            int thinkMillis,
            int deadlineMillis,
            int minTimeoutMillis,
            int maxTimeoutMillis,
            int invalidPerMille,
            int crashPerMille,
            boolean rogue) {}

    /** The options of a seed. */
    public static SimulatorOptions of(long seed) {
        Random random = new Random(seed);
        boolean calm = random.nextInt(8) == 0;
        int minTimeout = 1_000 + random.nextInt(2_000);
        return new SimulatorOptions(
                seed,
                1 + random.nextInt(5),
                1 + random.nextInt(4),
                1 + random.nextInt(3),
                5_000 + random.nextInt(20_000),
                random.nextInt(3) == 0 ? smallLimits() : Limits.defaults(),
                network(random, calm),
                faults(random, calm),
                new Workload(
                        20 + random.nextInt(600),
                        1_500 + random.nextInt(5_000),
                        minTimeout,
                        minTimeout + random.nextInt(5_000),
                        random.nextInt(100),
                        random.nextInt(3) == 0 ? random.nextInt(10) : 0,
                        random.nextInt(3) == 0));
    }

    /** Limits that a short run reaches. */
    public static Limits smallLimits() {
        return new Limits(
                new Limits.Sessions(6, 40, 5_000, 1_000, 8_000, 64, 180),
                new Limits.Commands(6, 2, 6, 4_000, 12_000, 512),
                new Limits.Services(5, 3, 16),
                new Limits.Maps(4, 8, 16),
                3);
    }

    private static Network network(Random random, boolean calm) {
        int min = random.nextInt(5);
        return new Network(
                min,
                min + 1 + random.nextInt(60),
                calm ? 0 : random.nextInt(80),
                calm ? 0 : random.nextInt(60),
                calm ? 0 : random.nextInt(40),
                500 + random.nextInt(8_000),
                random.nextInt(4) == 0);
    }

    private static Faults faults(Random random, boolean calm) {
        return new Faults(
                calm ? 0 : random.nextInt(40),
                calm ? 0 : random.nextInt(30),
                calm ? 0 : random.nextInt(100),
                calm ? 0 : random.nextInt(40),
                random.nextInt(15),
                random.nextInt(400),
                3 + random.nextInt(60),
                random.nextInt(20),
                1_000L << random.nextInt(14));
    }
}
