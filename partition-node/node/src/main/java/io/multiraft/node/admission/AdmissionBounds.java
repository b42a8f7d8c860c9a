package io.multiraft.node.admission;

/**
 * What a node has room for.
 *
 * @param calls commands and queries under way
 * @param waiting those of them that wait for a leader, besides
 * @param sessions keep-alives and closes under way
 * @param streams open streams
 * @param bytes requests, and answers that have not left, of all of them together
 */
public record AdmissionBounds(int calls, int waiting, int sessions, int streams, long bytes) {

    /**
     * Of the heap for each call. One takes some 10 KiB, and as much again on its way to the disk.
     */
    private static final long HEAP_OF_CALL = 64 << 10;

    /** Of the heap: a request is there as message, as proposal, and in an entry. */
    private static final int BYTES_SHARE = 16;

    /** The largest request has to fit. */
    private static final long BYTES_LEAST = 2 << 20;

    /** Of the bytes, besides: large messages keep no sign of life out. */
    private static final int SESSIONS_PART = 8;

    private static final int CALLS_LEAST = 512;

    public AdmissionBounds {
        if (calls < 1 || waiting < 1 || sessions < 1 || streams < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "every bound must be at least 1: got "
                            + String.join(
                                    ", ",
                                    calls + " calls",
                                    waiting + " that wait",
                                    sessions + " of sessions",
                                    streams + " streams",
                                    bytes + " bytes"));
        }
    }

    /** Of a JVM whose heap grows to so many bytes at most. */
    public static AdmissionBounds ofHeap(long heapBytes) {
        int calls = (int) Math.max(CALLS_LEAST, Math.min(heapBytes / HEAP_OF_CALL, 1 << 20));
        return new AdmissionBounds(
                calls,
                calls / 2,
                calls / 4,
                calls * 2,
                Math.max(BYTES_LEAST, heapBytes / BYTES_SHARE));
    }

    /** A part of it, for callers that have a door of their own. */
    public AdmissionBounds part(int divisor) {
        return new AdmissionBounds(
                Math.max(1, calls / divisor),
                Math.max(1, waiting / divisor),
                Math.max(1, sessions / divisor),
                Math.max(1, streams / divisor),
                Math.max(BYTES_LEAST, bytes / divisor));
    }

    int of(Share share) {
        return switch (share) {
            case CALLS -> calls;
            case WAITING -> waiting;
            case SESSIONS -> sessions;
            case STREAMS -> streams;
        };
    }

    /** What all messages may hold for a call of that share to be let in. */
    long bytesFor(Share share) {
        return share == Share.SESSIONS ? bytes + bytes / SESSIONS_PART : bytes;
    }

    /** All calls that may be under way together. */
    public int total() {
        return calls + waiting + sessions + streams;
    }
}
