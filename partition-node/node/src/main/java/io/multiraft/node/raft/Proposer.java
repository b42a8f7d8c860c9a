package io.multiraft.node.raft;

import io.multiraft.fsm.LeaderClock;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.internal.v1.LogEntry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Makes the log entries of a partition this node leads.
 *
 * <p>The first proposal of an idle partition becomes an entry at once; those that come while
 * entries are in flight are packed into the next. That is made when one of them has ended, when so
 * many wait that it is worth its price, or when it has been waited long enough: an entry costs the
 * three nodes half a millisecond, whatever is in it, and what takes longer than that is the network
 * or the disk, which several entries can share. Reads ride on the first entry made after they came:
 * it is their barrier. If it commits, then nobody else led when they came, and when it is applied
 * everything acknowledged before has been applied.
 *
 * <p>Keep-alives ride along with anything. Where there are nothing but keep-alives, they make a few
 * entries in a period of the watchdog and no more: a hundred thousand sessions that only live cost
 * eighty entries a second, not thousands.
 *
 * <p>Callers come on any thread; entries are made on the partition's executor, one at a time, so
 * their order and their time stamps agree. The state is guarded by the monitor, under which nothing
 * is called.
 */
final class Proposer {

    /** An entry that carries reads alone is not made while this many entries are in flight. */
    private static final int READ_ENTRIES_IN_FLIGHT = 1;

    private static final long GATHERING_NANOS = RaftLimits.GATHERING.toNanos();

    private final Executor executor;
    private final EntryLog log;
    private final long stallNanos;
    private final String version;
    private final LongSupplier nanoTime;
    private final Later later;
    private final AtomicBoolean drainScheduled = new AtomicBoolean();

    private final ProposalQueue queue = new ProposalQueue();
    private final Flight inFlight = new Flight();
    private final WaitingReads reads = new WaitingReads();
    private long lastCallId;

    /** Null while this node does not lead. */
    private LeaderClock clock;

    private long term;
    private PartitionException refusal =
            new PartitionException(Kind.UNAVAILABLE, "The partition is starting");
    private boolean held;

    /** Somebody will look when what waits has gathered for long enough. */
    private boolean gathering;

    private boolean tickDue;

    /** An entry of this node is being applied: what is due now may not be due behind it. */
    private boolean applying;

    private boolean resumeDue;

    /** Entries of keep-alives alone that were made in this period of the watchdog. */
    private int keepAliveEntries;

    private long lastHealthyNanos;

    /**
     * @param stallMillis after a pause of the process as long as this the next entry is a resume
     * @param version of the software, written into the first entry of every term
     * @param nanoTime the monotonic clock
     * @param later runs something after so long
     */
    Proposer(
            Executor executor,
            EntryLog log,
            long stallMillis,
            String version,
            LongSupplier nanoTime,
            Later later) {
        this.later = later;
        this.executor = executor;
        this.log = log;
        this.stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
        this.version = version;
        this.nanoTime = nanoTime;
    }

    /**
     * This node leads from now on; the first entry says so, because others kept the time before.
     */
    synchronized void open(long newTerm, long stateMachineMillis) {
        clock = LeaderClock.start(System.currentTimeMillis(), stateMachineMillis, nanoTime);
        term = newTerm;
        held = false;
        resumeDue = true;
        lastHealthyNanos = nanoTime.getAsLong();
        scheduleDrain();
    }

    /** This node does not lead, or must not act on it; fails whatever waits. */
    void close(PartitionException why) {
        List<PendingProposal> queued;
        List<Batch> lost;
        List<PendingRead<?>> unread;
        synchronized (this) {
            refusal = why;
            clock = null;
            queued = queue.drain();
            lost = inFlight.takeAll();
            unread = reads.takeAll();
            tickDue = false;
        }
        queued.forEach(proposal -> proposal.fail(why));
        unread.forEach(read -> read.fail(why));
        lost.forEach(batch -> fail(batch, why));
    }

    /** While held, proposals wait: leadership is being handed over. */
    synchronized void hold(boolean value) {
        held = value;
        scheduleDrain();
    }

    /** Zero while this node does not lead. */
    synchronized long openTerm() {
        return clock == null ? 0 : term;
    }

    void propose(PendingProposal proposal) {
        PartitionException refused;
        boolean due;
        synchronized (this) {
            refused = enqueue(proposal);
            due = isDue();
            lookWhenGathered();
        }
        if (refused != null) {
            proposal.fail(refused);
        } else if (due) {
            scheduleDrain();
        }
    }

    private PartitionException enqueue(PendingProposal proposal) {
        if (proposal.size() > RaftLimits.PROPOSAL_BYTES) {
            return new PartitionException(
                    Kind.INVALID,
                    String.format(
                            "A proposal of %d bytes; at most %d are accepted",
                            proposal.size(), RaftLimits.PROPOSAL_BYTES));
        }
        if (clock == null) {
            return refusal;
        }
        return queue.offer(proposal);
    }

    void read(PendingRead<?> read) {
        PartitionException refused;
        boolean due;
        synchronized (this) {
            refused = enqueue(read);
            due = isDue();
        }
        if (refused != null) {
            read.fail(refused);
        } else if (due) {
            scheduleDrain();
        }
    }

    private PartitionException enqueue(PendingRead<?> read) {
        if (clock == null) {
            return refusal;
        }
        return reads.offer(read);
    }

    /** Something is due on the state machine's clock: any entry does, an empty one if need be. */
    synchronized void tickIfDue(long deadlineMillis) {
        if (clock != null
                && queue.isEmpty()
                && inFlight.isEmpty()
                && !applying
                && deadlineMillis <= clock.millis()) {
            tickDue = true;
            scheduleDrain();
        }
    }

    /** The entry that was claimed last, or one of another node, has been applied. */
    void applied(long deadlineMillis) {
        synchronized (this) {
            applying = false;
        }
        tickIfDue(deadlineMillis);
    }

    /**
     * The watchdog saw the partition.
     *
     * @param cutOff no majority was heard from for a while: clients could not keep their sessions
     */
    synchronized void observed(long nowNanos, boolean cutOff) {
        resumeDue |= cutOff || nowNanos - lastHealthyNanos > stallNanos;
        lastHealthyNanos = nowNanos;
        keepAliveEntries = 0;
        if (!queue.isEmpty()) {
            scheduleDrain();
        }
    }

    /** How long the oldest entry is under way; 0 for none. */
    synchronized long oldestMillis(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(inFlight.oldestNanos(nowNanos));
    }

    /** Fails reads whose time is over. */
    void expireReads(long nowNanos) {
        List<PendingRead<?>> waiting;
        synchronized (this) {
            if (reads.isEmpty() && inFlight.isEmpty()) {
                return;
            }
            waiting = reads.copy();
            waiting.addAll(inFlight.reads());
        }
        waiting.forEach(read -> read.expire(nowNanos));
    }

    /**
     * Takes the batch out of the flight: its entry is being applied here.
     *
     * @return null where it was given up before
     */
    Batch claim(long callId) {
        Batch batch;
        boolean due;
        synchronized (this) {
            batch = inFlight.take(callId);
            applying = batch != null;
            due = isDue();
            lookWhenGathered();
        }
        if (due) {
            scheduleDrain();
        }
        return batch;
    }

    synchronized void markAppended(long callId) {
        Batch batch = inFlight.find(callId);
        if (batch != null) {
            batch.markAppended();
        }
    }

    private void scheduleDrain() {
        if (drainScheduled.compareAndSet(false, true)) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        drainScheduled.set(false);
        for (Batch batch = next(); batch != null; batch = next()) {
            append(batch);
        }
    }

    private void append(Batch batch) {
        log.append(batch)
                .whenComplete(
                        (applied, error) -> {
                            if (error != null) {
                                // Ratis may call from under its locks.
                                executor.execute(() -> lost(batch, error));
                            }
                        });
    }

    private void lost(Batch batch, Throwable error) {
        synchronized (this) {
            if (inFlight.take(batch.callId()) == null) {
                return;
            }
            resumeDue |= batch.entry().getResume();
        }
        fail(batch, DivisionClient.asPartitionException(error));
        scheduleDrain();
    }

    /** A read has no effect, so only a proposal can have happened. */
    private static void fail(Batch batch, PartitionException why) {
        PartitionException ofProposal =
                batch.appended()
                        ? new PartitionException(
                                Kind.INDETERMINATE,
                                "The proposal was in flight: " + why.getMessage())
                        : why;
        batch.proposals().forEach(proposal -> proposal.fail(ofProposal));
        batch.reads().forEach(read -> read.fail(why));
    }

    /**
     * Whether an entry may be made now, and there is something for it. Under load most that comes
     * finds as many entries in flight as there may be, and the end of one of them makes the next:
     * to wake the executor for each proposal would cost more than to pack it.
     */
    private boolean isDue() {
        if (clock == null || held || inFlight.isFull()) {
            return false;
        }
        return isPatient()
                ? keepAliveEntries < RaftLimits.KEEP_ALIVE_ENTRIES
                : readsDue() || tickDue || proposalsDue();
    }

    private boolean proposalsDue() {
        return !queue.isEmpty()
                && (inFlight.isEmpty()
                        || queue.isWorthAnEntry(inFlight.size())
                        || inFlight.latestNanos(nanoTime.getAsLong()) >= GATHERING_NANOS);
    }

    /** Where nothing but time makes what waits due, nobody else would say when that is over. */
    private void lookWhenGathered() {
        boolean waits = clock != null && !held && !queue.isEmpty() && !isPatient();
        if (gathering || !waits || inFlight.isEmpty() || isDue() || inFlight.isFull()) {
            return;
        }
        gathering = true;
        long age = inFlight.latestNanos(nanoTime.getAsLong());
        later.run(GATHERING_NANOS - age, this::lookAgain);
    }

    private void lookAgain() {
        boolean due;
        synchronized (this) {
            gathering = false;
            due = isDue();
            lookWhenGathered();
        }
        if (due) {
            scheduleDrain();
        }
    }

    private boolean isPatient() {
        return queue.isPatient() && !readsDue() && !tickDue;
    }

    private boolean readsDue() {
        return !reads.isEmpty() && inFlight.size() < READ_ENTRIES_IN_FLIGHT;
    }

    private synchronized Batch next() {
        if (!isDue()) {
            return null;
        }
        keepAliveEntries += isPatient() ? 1 : 0;
        LogEntry.Builder entry = LogEntry.newBuilder().setTimestampMillis(clock.millis());
        if (resumeDue || nanoTime.getAsLong() - lastHealthyNanos > stallNanos) {
            entry.setResume(true).setWrittenBy(version);
        }
        List<PendingProposal> packed = queue.packInto(entry);
        List<PendingRead<?>> barred = reads.takeAll();
        tickDue = false;
        resumeDue = false;
        Batch batch =
                new Batch(++lastCallId, term, entry.build(), packed, barred, nanoTime.getAsLong());
        inFlight.add(batch);
        return batch;
    }
}
