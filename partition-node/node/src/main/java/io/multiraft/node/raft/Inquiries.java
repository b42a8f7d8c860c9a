package io.multiraft.node.raft;

import io.multiraft.node.raft.SharedHeartbeats.Led;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * The questions of a group, one after the other.
 *
 * <p>Most of what a read costs is its question, so it is put to no more followers than are needed:
 * those that said yes to the last one. Where one of these says no, or nothing for {@link
 * #PATIENCE}, the others are asked as well, and whoever said yes is asked first from then on. Once
 * in {@link #CHOICE} all are asked: there may be one that is quicker.
 */
final class Inquiries {

    /** Several times what an answer takes where nothing is wrong. */
    static final Duration PATIENCE = Duration.ofMillis(5);

    /** So long the same are asked first. */
    static final Duration CHOICE = Duration.ofSeconds(1);

    private final Inquiry.Asking asking;
    private final Later later;
    private final LongSupplier nanoTime;

    private volatile Set<RaftPeerId> quick = Set.of();
    private volatile long chosenNanos;
    private final AtomicReference<Inquiry> latest = new AtomicReference<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * @param later runs something after so long
     * @param nanoTime the monotonic clock
     */
    Inquiries(Inquiry.Asking asking, Later later, LongSupplier nanoTime) {
        this.asking = asking;
        this.later = later;
        this.nanoTime = nanoTime;
        this.chosenNanos = nanoTime.getAsLong() - CHOICE.toNanos();
    }

    /**
     * Begins the next.
     *
     * @param wanted how many have to say yes, at least one
     * @param followers at least as many, each once
     * @param answer called once, on any thread, unless nobody answers
     */
    void ask(int wanted, List<Led> followers, Consumer<Boolean> answer) {
        long now = nanoTime.getAsLong();
        Set<RaftPeerId> first = quick;
        List<Led> ordered =
                followers.stream()
                        .sorted(
                                Comparator.comparing(
                                        led -> !first.contains(led.follower().getId())))
                        .toList();
        Inquiry inquiry = new Inquiry(wanted, ordered, asking, yes -> decided(yes, answer), now);
        latest.set(inquiry);
        inquiry.begin();
        if (now - chosenNanos >= CHOICE.toNanos()) {
            chosenNanos = now;
            inquiry.askTheOthers();
        }
        lookAfter(PATIENCE.toNanos());
    }

    private void decided(Set<RaftPeerId> yes, Consumer<Boolean> answer) {
        if (!yes.isEmpty()) {
            quick = yes;
        }
        answer.accept(!yes.isEmpty());
    }

    private void lookAfter(long waitNanos) {
        if (!looking.getAndSet(true)) {
            later.run(waitNanos, this::look);
        }
    }

    /** A look now and then costs less than a timer for each question. */
    private void look() {
        looking.set(false);
        Inquiry inquiry = latest.get();
        if (inquiry == null) {
            return;
        }
        long leftNanos = PATIENCE.toNanos() - inquiry.ageNanos(nanoTime.getAsLong());
        if (!inquiry.isOver() && leftNanos > 0) {
            lookAfter(leftNanos);
            return;
        }
        inquiry.askTheOthers();
        // What is kept of it keeps the reads that it was for.
        latest.compareAndSet(inquiry, null);
    }
}
