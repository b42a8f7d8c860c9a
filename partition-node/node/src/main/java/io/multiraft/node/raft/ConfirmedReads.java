package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads that cost no log entry: after they came a majority says that it still follows this leader,
 * in this term ("ReadIndex", section 6.4 of Ongaro's dissertation on Raft).
 *
 * <p>Terms only rise. So if a majority is in this term after a read came, no later leader can have
 * had a majority before it came, and all that was acknowledged by then was so by this leader, which
 * acknowledges what it has applied, or by those before it, whose entries it had applied before it
 * began to lead. So the read may run at once, on a state that has nothing of a later term.
 *
 * <p>One question is under way at a time; reads that come meanwhile share the next. Where a
 * majority does not answer in time, or does not know the question, reads ride on an entry instead.
 */
final class ConfirmedReads {

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedReads.class);

    /** So long a question may be under way. An entry takes one flush of the disk more. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(100).toNanos();

    /** Asks the other members. */
    interface Majority {

        /**
         * Whether a majority follows this node in that term.
         *
         * @param answer called once, on any thread, unless nobody answers
         */
        void ask(long term, Consumer<Boolean> answer);
    }

    private record Question(long term, long askedNanos, List<PendingRead<?>> reads) {}

    private final Majority majority;
    private final Executor executor;
    private final Consumer<List<PendingRead<?>>> confirmed;
    private final Consumer<List<PendingRead<?>>> unconfirmed;

    private final WaitingReads waiting = new WaitingReads();
    private Question underWay;

    /** Zero while this node does not lead. */
    private long term;

    private PartitionException refusal =
            new PartitionException(Kind.UNAVAILABLE, "The partition is starting");

    /**
     * @param executor of the partition, on which reads are handed on
     * @param confirmed takes reads that may run
     * @param unconfirmed takes those that need another way
     */
    ConfirmedReads(
            Majority majority,
            Executor executor,
            Consumer<List<PendingRead<?>>> confirmed,
            Consumer<List<PendingRead<?>>> unconfirmed) {
        this.majority = majority;
        this.executor = executor;
        this.confirmed = confirmed;
        this.unconfirmed = unconfirmed;
    }

    /** This node leads in that term, and has applied an entry of it. */
    synchronized void open(long newTerm) {
        term = newTerm;
    }

    /** This node does not lead; fails whatever waits. */
    void close(PartitionException why) {
        List<PendingRead<?>> unread;
        synchronized (this) {
            refusal = why;
            term = 0;
            unread = takeAll();
        }
        unread.forEach(read -> read.fail(why));
    }

    private List<PendingRead<?>> takeAll() {
        List<PendingRead<?>> all = waiting.takeAll();
        if (underWay != null) {
            all.addAll(underWay.reads);
        }
        underWay = null;
        return all;
    }

    void read(PendingRead<?> read) {
        PartitionException refused;
        Question next;
        synchronized (this) {
            refused = enqueue(read);
            next = refused == null ? next() : null;
        }
        if (refused != null) {
            read.fail(refused);
        }
        ask(next);
    }

    private PartitionException enqueue(PendingRead<?> read) {
        if (term == 0) {
            return refusal;
        }
        return waiting.offer(read);
    }

    /** Null where none is to be asked now. */
    private Question next() {
        if (underWay != null || waiting.isEmpty()) {
            return null;
        }
        underWay = new Question(term, System.nanoTime(), waiting.takeAll());
        return underWay;
    }

    private void ask(Question question) {
        if (question == null) {
            return;
        }
        try {
            majority.ask(question.term, yes -> executor.execute(() -> end(question, yes)));
        } catch (RuntimeException e) {
            LOG.warn("Reads take an entry: a majority cannot be asked", e);
            executor.execute(() -> end(question, false));
        }
    }

    private void end(Question question, boolean yes) {
        Question next;
        synchronized (this) {
            if (underWay != question) {
                return;
            }
            underWay = null;
            next = next();
        }
        ask(next);
        question.reads.removeIf(PendingRead::isOver);
        question.reads.forEach(read -> read.confirm(question.term));
        (yes ? confirmed : unconfirmed).accept(question.reads);
    }

    /** Gives up a question that nobody answers, and reads whose time is over. */
    void look(long nowNanos) {
        Question late;
        List<PendingRead<?>> all;
        synchronized (this) {
            late = underWay;
            all = waiting.copy();
            // Once it is no longer under way its list belongs to who hands it on.
            if (late != null) {
                all.addAll(late.reads);
            }
        }
        all.forEach(read -> read.expire(nowNanos));
        if (late != null && nowNanos - late.askedNanos > PATIENCE_NANOS) {
            executor.execute(() -> end(late, false));
        }
    }
}
