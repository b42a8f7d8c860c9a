package io.multiraft.node.admission;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets calls in while there is room for them. Nothing else bounds what callers can make a node hold
 * at a time: what gets in is served, and soon, and what does not costs next to nothing.
 *
 * <p>Any number of threads may ask; a {@link Permit} is its call's.
 */
public final class Admission {

    private final AdmissionBounds bounds;
    private final CallLimit callLimit;
    private final Map<Share, AtomicInteger> underWay = new EnumMap<>(Share.class);
    private final Map<Share, LongAdder> refused = new EnumMap<>(Share.class);
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder refusedForBytes = new LongAdder();

    public Admission(AdmissionBounds bounds) {
        this(bounds, System::nanoTime);
    }

    Admission(AdmissionBounds bounds, LongSupplier clock) {
        this.bounds = bounds;
        this.callLimit = new CallLimit(bounds.calls(), clock);
        for (Share share : Share.values()) {
            underWay.put(share, new AtomicInteger());
            refused.put(share, new LongAdder());
        }
    }

    /**
     * Lets a call in, before anything of it was read.
     *
     * @throws OverloadException there is no room for it
     */
    public Permit admit(Share share) throws OverloadException {
        long most = bounds.bytesFor(share);
        if (bytes.get() >= most) {
            throw noRoomForBytes(most);
        }
        if (enter(share)) {
            return new Permit(share, most);
        }
        if (share == Share.SESSIONS && enter(Share.CALLS)) {
            return new Permit(Share.CALLS, most);
        }
        throw full(share);
    }

    /** What may be under way of a share now. */
    public int limit(Share share) {
        return share == Share.CALLS ? callLimit.now() : bounds.of(share);
    }

    /** What is under way of a share. */
    public int underWay(Share share) {
        return underWay.get(share).get();
    }

    /** How many calls of a share were refused since the start for their number. */
    public long refused(Share share) {
        return refused.get(share).sum();
    }

    /** Bytes of messages that are held. */
    public long bytes() {
        return bytes.get();
    }

    /** How many calls were refused since the start for the bytes that are held. */
    public long refusedForBytes() {
        return refusedForBytes.sum();
    }

    private boolean enter(Share share) {
        AtomicInteger count = underWay.get(share);
        if (count.incrementAndGet() <= limit(share)) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    private OverloadException full(Share share) {
        refused.get(share).increment();
        callLimit.refused();
        String what =
                switch (share) {
                    case CALLS -> " calls are under way on this node";
                    case WAITING -> " calls wait for a leader on this node";
                    case SESSIONS -> " calls of sessions are under way on this node";
                    case STREAMS -> " streams are open on this node";
                };
        return overload(limit(share) + what + ", as many as may be now");
    }

    private OverloadException noRoomForBytes(long most) {
        refusedForBytes.increment();
        callLimit.refused();
        return overload(
                bytes.get()
                        + " bytes of requests and answers are held on this node, of "
                        + most
                        + " at most");
    }

    private OverloadException overload(String message) {
        long about = callLimit.retryMillis();
        return new OverloadException(
                message, about / 2 + ThreadLocalRandom.current().nextLong(about + 1));
    }

    /** A call that is under way. Used by one thread at a time. */
    public final class Permit implements AutoCloseable {

        private final Share share;
        private final long most;
        private boolean waiting;
        private boolean awaited;
        private long held;
        private boolean closed;

        private Permit(Share share, long most) {
            this.share = share;
            this.most = most;
        }

        /**
         * The call has a message of so many bytes from now on.
         *
         * @throws OverloadException there is no room for it
         */
        public void hold(long messageBytes) throws OverloadException {
            if (closed) {
                return;
            }
            if (bytes.addAndGet(messageBytes) > most) {
                bytes.addAndGet(-messageBytes);
                throw noRoomForBytes(most);
            }
            held += messageBytes;
        }

        /** So many of the bytes that the call held have left. */
        public void release(long messageBytes) {
            held -= messageBytes;
            bytes.addAndGet(-messageBytes);
        }

        /**
         * The call waits for a leader, and leaves its room to calls of other partitions until then.
         * Those of sessions wait in their own, and streams too.
         *
         * @throws OverloadException too many wait
         */
        public void await() throws OverloadException {
            if (share != Share.CALLS || waiting || closed) {
                return;
            }
            if (!enter(Share.WAITING)) {
                throw full(Share.WAITING);
            }
            underWay.get(share).decrementAndGet();
            waiting = true;
            awaited = true;
        }

        /** It goes on. It was let in before, so it is not asked again. */
        public void resume() {
            if (waiting) {
                waiting = false;
                underWay.get(Share.WAITING).decrementAndGet();
                underWay.get(share).incrementAndGet();
            }
        }

        /** It ended after so long. Says nothing of this node's pace if it waited for a leader. */
        public void took(long nanos) {
            if (share == Share.CALLS && !awaited) {
                callLimit.ended(nanos);
            }
        }

        /** The call is over. Twice is once. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(held);
                underWay.get(waiting ? Share.WAITING : share).decrementAndGet();
            }
        }
    }
}
