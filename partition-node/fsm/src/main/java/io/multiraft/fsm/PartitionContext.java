package io.multiraft.fsm;

import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * What handlers and services share: limits, index, clock, timers, and the effects of this entry.
 */
public final class PartitionContext {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int partitionId;
    private final Limits limits;
    private final LogTime time = new LogTime();
    private final TimerQueue timers = new TimerQueue(time);
    private List<Effect> effects = new ArrayList<>();
    private long index;
    private long fingerprint;

    /**
     * Outputs, ended streams and services left, for which deadlines of this entry are the cause.
     */
    private int work;

    PartitionContext(int partitionId, Limits limits) {
        this.partitionId = partitionId;
        this.limits = limits;
    }

    public int partitionId() {
        return partitionId;
    }

    public Limits limits() {
        return limits;
    }

    /** Proposals applied, the current one included: its id, and that of its stream. */
    public long index() {
        return index;
    }

    public LogTime time() {
        return time;
    }

    public TimerQueue timers() {
        return timers;
    }

    /** Adds an effect of the entry that is being applied. */
    public void emit(Effect effect) {
        effects.add(effect);
        if (effect instanceof Effect.Output output) {
            mix(output.streamId() * 31 + output.outputSequenceNum());
            mix(output.status().ordinal() * 31L + output.contentHash());
        } else if (effect instanceof Effect.StreamClosed closed) {
            mix(closed.streamId() * 31 + closed.status().ordinal());
        } else if (effect instanceof Effect.SessionsChanged changed) {
            mix(changed.sessionId());
        }
    }

    /**
     * Adds an effect that was one before, for another stream. Its content is in the fingerprint
     * already, and a replica that has it from a snapshot has it in another form.
     */
    public void emitAgain(Effect.Output output) {
        effects.add(output);
        mix(output.streamId() * 31 + output.outputSequenceNum());
        mix(output.index() * 31 + output.size());
    }

    /** Counts work, so that the deadlines of an entry do not do too much of it. */
    public void worked(int amount) {
        work += amount;
    }

    /** The one answer to the proposal of {@code streamId}, which is not a numbered command. */
    public void reply(long streamId, PartitionOutput output) {
        emit(new Effect.Output(streamId, index, 0, Status.OK, "", output));
        emit(new Effect.StreamClosed(streamId, Status.OK, ""));
    }

    /** Refuses the proposal of {@code streamId} without a record of it. */
    public void refuse(long streamId, Refusal refusal) {
        emit(
                new Effect.Output(
                        streamId,
                        index,
                        0,
                        refusal.status(),
                        refusal.getMessage(),
                        refusal.output()));
        emit(new Effect.StreamClosed(streamId, Status.OK, ""));
    }

    /** Begins an entry. */
    void begin(long timestampMillis, boolean resume) {
        if (timers.hasDue()) {
            // What the last entry has left over gets a time of its own: so whenever something
            // changes, index or clock has changed as well.
            time.advanceTo(time.nowMillis() + 1);
        }
        time.advanceTo(timestampMillis);
        if (resume) {
            time.resume();
            timers.resume();
        }
        mix(time.nowMillis() * 2 + (resume ? 1 : 0));
    }

    /** Goes on to the next proposal and returns its index. */
    long nextProposal() {
        return ++index;
    }

    void fireTimers() {
        work = 0;
        timers.fireDue(limits.timersPerEntry(), () -> work, this::mix);
    }

    List<Effect> takeEffects() {
        List<Effect> taken = effects;
        effects = new ArrayList<>(taken.size());
        return taken;
    }

    /** Equal on two replicas at the same index when they have done the same. */
    long fingerprint() {
        return fingerprint;
    }

    void restore(long restoredIndex, long clockMillis, long restoredFingerprint) {
        index = restoredIndex;
        fingerprint = restoredFingerprint;
        time.restore(clockMillis);
    }

    private void mix(long value) {
        long mixed = (fingerprint ^ value) * MIX;
        fingerprint = mixed ^ (mixed >>> 32);
    }
}
