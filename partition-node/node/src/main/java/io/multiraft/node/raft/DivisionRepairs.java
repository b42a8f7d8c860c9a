package io.multiraft.node.raft;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.TimeDuration;
import org.apache.ratis.util.Timestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs of Ratis 3.3 for which it has no place of its own: this reaches into its fields, and
 * where it finds others than those of that version it leaves them alone and says what to expect.
 */
final class DivisionRepairs {

    private static final Logger LOG = LoggerFactory.getLogger(DivisionRepairs.class);

    /** Ratis looks every 100 ms for what it was signalled anyway, in every group. */
    private static final Duration APPLY_PATIENCE = Duration.ofSeconds(2);

    private DivisionRepairs() {}

    /**
     * Gives the apply thread a {@link KeptSignal}: without it a committed entry now and then waits
     * 100 ms to be applied, the more often the busier the machine. Once the division is started.
     */
    static boolean keepApplySignals(RaftServer.Division division) {
        try {
            Object state = get(division, "state");
            Object updater = ((Supplier<?>) get(state, "stateMachineUpdater")).get();
            field(updater, "awaitForSignal").set(updater, new KeptSignal("apply", APPLY_PATIENCE));
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Entries may be applied up to 100 ms late: {}", e.toString());
            return false;
        }
    }

    /**
     * Stops the thread that evicts old entries from the cache of the log. A log that is closed
     * waits for it with the lock held that it may be waiting for, and then for ever.
     */
    static boolean stopCacheEviction(RaftServer.Division division) {
        try {
            ((AutoCloseable) get(division.getRaftLog(), "cacheEviction")).close();
            return true;
        } catch (Exception e) {
            LOG.warn("The log may not be closed in time: {}", e.toString());
            return false;
        }
    }

    /**
     * Gives a log appender timeouts that are shared: it has one for each message, and each of
     * Ratis' own wakes a thread, long after the message was answered.
     */
    static void shareTimeouts(GrpcLogAppender appender) {
        try {
            Field timeouts = GrpcLogAppender.class.getDeclaredField("scheduler");
            timeouts.setAccessible(true);
            timeouts.set(appender, SharedTimeouts.INSTANCE);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Each message to a follower has a timer of its own: {}", e.toString());
        }
    }

    /**
     * Notes that a follower's leader was heard from just now, as one of Raft's heartbeats would.
     *
     * @return false if it is no follower
     */
    static boolean hearLeader(RaftServer.Division division) throws ReflectiveOperationException {
        Object follower = followerState(division);
        if (follower == null) {
            return false;
        }
        Class<?> kinds = Class.forName(follower.getClass().getName() + "$UpdateType");
        for (Object kind : kinds.getEnumConstants()) {
            // The kind that only takes down the time: others count what is under way.
            if (kind.toString().equals("REQUEST_VOTE")) {
                method(follower, "updateLastRpcTime", kinds).invoke(follower, kind);
                return true;
            }
        }
        throw new NoSuchFieldException(kinds + " REQUEST_VOTE");
    }

    /** For how long a follower has heard nothing of its leader; empty for who is no follower. */
    static Optional<Duration> silence(RaftServer.Division division)
            throws ReflectiveOperationException {
        Object follower = followerState(division);
        return follower == null
                ? Optional.empty()
                : Optional.of(
                        Duration.ofMillis(
                                ((Timestamp) get(follower, "lastRpcTime")).elapsedTimeMs()));
    }

    private static Object followerState(RaftServer.Division division)
            throws ReflectiveOperationException {
        return ((AtomicReference<?>) get(get(division, "role"), "followerState")).get();
    }

    /** Whether a follower's leader was not heard from for so long, and nothing forbids to stand. */
    static boolean isSilent(RaftServer.Division division, Duration patience)
            throws ReflectiveOperationException {
        Object follower = followerState(division);
        return follower != null
                && (boolean)
                        method(follower, "roleChangeChecking", TimeDuration.class)
                                .invoke(
                                        follower,
                                        TimeDuration.valueOf(
                                                patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Makes a silent follower a candidate, which asks for pre-votes first, as Ratis' own timer
     * would.
     *
     * @return false if it was not silent
     */
    static boolean standForElection(RaftServer.Division division, Duration patience)
            throws ReflectiveOperationException {
        // The lock under which Ratis changes roles.
        synchronized (division) {
            if (!isSilent(division, patience)) {
                return false;
            }
            method(division, "changeToCandidate", boolean.class).invoke(division, false);
            return true;
        }
    }

    private static Method method(Object owner, String name, Class<?> parameter)
            throws NoSuchMethodException {
        Method method = owner.getClass().getDeclaredMethod(name, parameter);
        method.setAccessible(true);
        return method;
    }

    private static Object get(Object owner, String name) throws ReflectiveOperationException {
        return field(owner, name).get(owner);
    }

    private static Field field(Object owner, String name) throws NoSuchFieldException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
