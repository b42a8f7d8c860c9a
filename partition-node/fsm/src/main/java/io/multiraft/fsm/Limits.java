package io.multiraft.fsm;

/**
 * Every bound of the state machine in one place. Limits decide what is refused, so they are part of
 * the replicated state machine: all replicas of a partition must run with the same ones.
 *
 * <p>Past a limit on counts or memory a command is refused with UNAVAILABLE, nothing has happened
 * and it may be repeated later; past a limit on the size of one input it is refused with INVALID.
 *
 * @param timersPerEntry work that deadlines do with one log entry, after which the rest waits for
 *     the next one: each deadline is one, and each output, ended stream and left service that it
 *     causes
 */
public record Limits(
        Sessions sessions, Commands commands, Services services, Maps maps, int timersPerEntry) {

    /** Takeovers of a session that are remembered, so that a late copy of one is recognized. */
    public static final int ATTACHES_REMEMBERED = 8;

    /** Most bits in the filter of a keep-alive. */
    public static final int FILTER_BITS = 1 << 20;

    /** Most hash functions in the filter of a keep-alive. */
    public static final int FILTER_HASHES = 64;

    /**
     * Limits on sessions.
     *
     * @param open sessions open at the same time
     * @param remembered ended sessions whose end is remembered
     * @param defaultTimeoutMillis timeout of a session that asks for none
     * @param minTimeoutMillis shortest timeout
     * @param maxTimeoutMillis longest timeout
     * @param nonceBytes size of a nonce
     * @param descriptionBytes size of the identity, labels, kind and config together
     */
    public record Sessions(
            int open,
            int remembered,
            long defaultTimeoutMillis,
            long minTimeoutMillis,
            long maxTimeoutMillis,
            int nonceBytes,
            int descriptionBytes) {}

    /**
     * Limits on commands.
     *
     * @param recordsPerSession numbered commands that are running or not yet acknowledged
     * @param untrackedStreamsPerSession commands without a number that stay open; past it the
     *     oldest is cancelled
     * @param outputsPerCommand outputs of one command not yet acknowledged
     * @param retainedBytesPerSession unacknowledged outputs of a session
     * @param retainedBytes unacknowledged outputs of the partition
     * @param payloadBytes size of a command's or query's payload
     */
    public record Commands(
            int recordsPerSession,
            int untrackedStreamsPerSession,
            int outputsPerCommand,
            long retainedBytesPerSession,
            long retainedBytes,
            int payloadBytes) {}

    /**
     * Limits on services.
     *
     * @param count services of the partition
     * @param perSession services one session is attached to
     * @param nameBytes size of a namespace, and of a name
     */
    public record Services(int count, int perSession, int nameBytes) {}

    /**
     * Limits on maps.
     *
     * @param entries entries of one map
     * @param keyBytes size of a key
     * @param valueBytes size of a value
     */
    public record Maps(int entries, int keyBytes, int valueBytes) {}

    /** The limits of a cluster that sets none. */
    public static Limits defaults() {
        return new Limits(
                new Sessions(100_000, 1_000, 60_000, 1_000, 3_600_000, 256, 64 << 10),
                new Commands(1 << 16, 256, 1 << 16, 32L << 20, 256L << 20, 2 << 20),
                new Services(20_000, 1_000, 256),
                new Maps(1_000_000, 1_024, 1 << 20),
                256);
    }

    /** These limits with other session timeouts, in milliseconds. */
    public Limits withTimeouts(long defaultMillis, long minMillis, long maxMillis) {
        Sessions changed =
                new Sessions(
                        sessions.open,
                        sessions.remembered,
                        defaultMillis,
                        minMillis,
                        maxMillis,
                        sessions.nonceBytes,
                        sessions.descriptionBytes);
        return new Limits(changed, commands, services, maps, timersPerEntry);
    }
}
