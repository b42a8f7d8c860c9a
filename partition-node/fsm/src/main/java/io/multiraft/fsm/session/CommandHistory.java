package io.multiraft.fsm.session;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Invariant;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionContext;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SessionHoldings.PendingCommand;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.service.ServiceTable;
import io.multiraft.fsm.session.filter.PendingCommandsFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The commands of one session, so that each number is executed once.
 *
 * <p>A number is in one of these states, and only moves down the list: unknown; running; complete,
 * with its outputs kept; acknowledged, which is every number up to the low-water mark that has no
 * record.
 */
final class CommandHistory {

    private final PartitionContext context;
    private final Session session;
    private final ServiceTable services;
    private final Retention partitionRetention;

    /** Numbered commands that run, by number. Most sessions have none, and then no map either. */
    private NavigableMap<Long, Command> running = Collections.emptyNavigableMap();

    /** Commands without a number that run, by id, which is also the order in which they came. */
    private NavigableMap<Long, Command> untracked = Collections.emptyNavigableMap();

    /** Numbered commands that are complete, by number; null until there is one. */
    private CopyOnWriteMap<Long, Command> complete;

    private long lowWaterMark;

    /** What the outputs cost that are held back, as {@link Retention} counts. */
    private long retainedBytes;

    CommandHistory(
            PartitionContext context,
            Session session,
            ServiceTable services,
            Retention partitionRetention) {
        this.context = context;
        this.session = session;
        this.services = services;
        this.partitionRetention = partitionRetention;
    }

    PartitionContext context() {
        return context;
    }

    long sessionId() {
        return session.id();
    }

    /** The record of a number, or null. */
    Command find(Long sequenceNum) {
        Command command = running.isEmpty() ? null : running.get(sequenceNum);
        return command == null && complete != null ? complete.get(sequenceNum) : command;
    }

    /** Every number up to this one that has no record was acknowledged. */
    long lowWaterMark() {
        return lowWaterMark;
    }

    int runningCount() {
        return running.size() + untracked.size();
    }

    /** The first of those that run, in the order in which they came. */
    List<PendingCommand> pending(int most) {
        return runningInOrder().stream().limit(most).map(Command::view).toList();
    }

    /** Checks that a new command may begin; when it may not, nothing is recorded of it. */
    void checkMayBegin(long sequenceNum) throws Refusal {
        if (sequenceNum == Command.UNTRACKED) {
            return;
        }
        if (sequenceNum <= lowWaterMark) {
            throw new Refusal(
                    Status.CANCELED,
                    "command "
                            + sequenceNum
                            + " was acknowledged before, as all up to "
                            + lowWaterMark
                            + " were; it is not executed again");
        }
        Limits.Commands limits = context.limits().commands();
        if (running.size() + completeCount() >= limits.recordsPerSession()) {
            throw tooMuch(limits.recordsPerSession() + " of its commands are not acknowledged");
        }
        checkBytes(0);
    }

    /** A new command, which must be handed to {@link #keepRunning} when it has been executed. */
    Command begin(Long sequenceNum, long id, long serviceId) {
        session.touch();
        return new Command(this, sequenceNum, id, serviceId);
    }

    /**
     * Takes in a command that was executed and may have come to its end by that, as most do.
     * Cancels the oldest command without a number when too many of them stay open.
     */
    void keepRunning(Command command) {
        if (command.isComplete()) {
            return;
        }
        addRunning(command);
        if (untracked.size() > context.limits().commands().untrackedStreamsPerSession()) {
            Command oldest = untracked.firstEntry().getValue();
            cancel(
                    oldest,
                    "the session has more than "
                            + context.limits().commands().untrackedStreamsPerSession()
                            + " open commands without a number, and this is the oldest");
        }
    }

    /** Checks that a command may give an output and stay open. */
    void checkRoomFor(Command command, int bytes) throws Refusal {
        if (!command.isTracked()) {
            return;
        }
        int most = context.limits().commands().outputsPerCommand();
        if (command.outputs().size() >= most) {
            throw tooMuch(
                    most
                            + " outputs of command "
                            + command.sequenceNum()
                            + " are not acknowledged");
        }
        checkBytes(bytes);
    }

    void retain(Effect.Output output) {
        long cost = Retention.costOf(output);
        retainedBytes += cost;
        partitionRetention.add(cost);
    }

    /** A command has come to its end by itself. */
    void ended(Command command) {
        session.touch();
        removeRunning(command);
        if (command.isTracked()) {
            addComplete(command);
        }
    }

    /** To be called in each entry in which a command changes. */
    void touch() {
        session.touch();
    }

    /**
     * Takes in what a client has acknowledged: it waits for no command up to {@code last} that is
     * not in the filter, and of those in the filter it has the outputs up to the given number.
     */
    void acknowledge(long last, PendingCommandsFilter pending, Map<Long, Long> lastOutputs) {
        session.touch();
        for (Command command : List.copyOf(running.headMap(last, true).values())) {
            if (pending.mayContain(command.sequenceNum())) {
                drop(command, lastOutputs.get(command.sequenceNum()));
            } else {
                cancel(command, "the caller no longer waits for it");
            }
        }
        acknowledgeComplete(last, pending, lastOutputs);
        lowWaterMark = Math.max(lowWaterMark, last);
    }

    /** Cancels what runs, in the order in which it came. */
    void cancelRunning(String reason) {
        runningInOrder().forEach(command -> cancel(command, reason));
    }

    /**
     * Ends what runs on one service, in the order in which it came. The session goes on, so a
     * number keeps its record: else a late copy of the command would execute it again.
     */
    void endRunningOn(long serviceId, String reason) {
        for (Command command : runningInOrder()) {
            if (command.serviceId() != serviceId) {
                continue;
            }
            if (command.isTracked()) {
                services.find(serviceId).primitive().forget(command);
                command.refuse(new Refusal(Status.CANCELED, reason));
            } else {
                cancel(command, reason);
            }
        }
    }

    /** Forgets everything, so that numbers start anew; what runs must be cancelled before. */
    void clear() {
        releaseBytes(retainedBytes);
        complete = null;
        lowWaterMark = 0;
    }

    /** Takes in a command as a snapshot has it. */
    void restore(Command command) {
        Invariant.check(
                find(command.sequenceNum()) == null,
                "command number %s is there twice",
                command.sequenceNum());
        command.outputs().forEach(this::retain);
        if (command.isComplete()) {
            Invariant.check(
                    command.isTracked(), "command %s has no number, but a record", command.id());
            addComplete(command);
        } else {
            addRunning(command);
        }
    }

    void restoreLowWaterMark(long mark) {
        lowWaterMark = mark;
    }

    /** Complete commands as they are now, for good. */
    CopyOnWriteMap.View<Long, Command> freezeComplete() {
        return complete == null ? CopyOnWriteMap.View.empty() : complete.freeze();
    }

    /** Copies of the running commands as they are now, in the order in which they came. */
    List<Command> copyRunning() {
        return runningInOrder().stream()
                .map(command -> command.with(List.copyOf(command.outputs())))
                .toList();
    }

    private List<Command> runningInOrder() {
        if (runningCount() == 0) {
            return List.of();
        }
        TreeMap<Long, Command> byId = new TreeMap<>(untracked);
        running.values().forEach(command -> byId.put(command.id(), command));
        return List.copyOf(byId.values());
    }

    private void acknowledgeComplete(
            long last, PendingCommandsFilter pending, Map<Long, Long> lastOutputs) {
        if (completeCount() == 0) {
            return;
        }
        List<Command> acknowledged = new ArrayList<>();
        List<Command> pendingStill = new ArrayList<>();
        for (Command command : complete.values()) {
            if (command.sequenceNum() > last) {
                break;
            }
            boolean isPending = pending.mayContain(command.sequenceNum());
            (isPending ? pendingStill : acknowledged).add(command);
        }
        if (acknowledged.size() == complete.size()) {
            complete.clear();
        }
        for (Command command : acknowledged) {
            release(command);
            complete.remove(command.key());
        }
        for (Command command : pendingStill) {
            dropOfComplete(command, lastOutputs.get(command.sequenceNum()));
        }
    }

    private void drop(Command command, Long lastOutput) {
        int count = lastOutput == null ? 0 : command.acknowledgedBy(lastOutput);
        if (count > 0) {
            List<Effect.Output> dropped = command.outputs().subList(0, count);
            release(dropped);
            dropped.clear();
        }
    }

    private void dropOfComplete(Command command, Long lastOutput) {
        int count = lastOutput == null ? 0 : command.acknowledgedBy(lastOutput);
        if (count > 0) {
            List<Effect.Output> outputs = command.outputs();
            release(outputs.subList(0, count));
            List<Effect.Output> kept = List.copyOf(outputs.subList(count, outputs.size()));
            complete.put(command.key(), command.with(kept));
        }
    }

    private void cancel(Command command, String reason) {
        session.touch();
        removeRunning(command);
        context.worked(1);
        release(command);
        services.find(command.serviceId()).primitive().forget(command);
        context.emit(new Effect.StreamClosed(command.streamId(), Status.CANCELED, reason));
    }

    private int completeCount() {
        return complete == null ? 0 : complete.size();
    }

    private void addComplete(Command command) {
        complete = complete == null ? new CopyOnWriteMap<>() : complete;
        complete.put(command.key(), command);
    }

    private void addRunning(Command command) {
        if (command.isTracked()) {
            running = running.isEmpty() ? new TreeMap<>() : running;
            running.put(command.key(), command);
        } else {
            untracked = untracked.isEmpty() ? new TreeMap<>() : untracked;
            untracked.put(command.id(), command);
        }
    }

    /** Removes a command, which is not there when it ends while it is executed. */
    private void removeRunning(Command command) {
        if (command.isTracked() && !running.isEmpty()) {
            running.remove(command.key());
            running = running.isEmpty() ? Collections.emptyNavigableMap() : running;
        } else if (!command.isTracked() && !untracked.isEmpty()) {
            untracked.remove(command.id());
            untracked = untracked.isEmpty() ? Collections.emptyNavigableMap() : untracked;
        }
    }

    private void release(Command command) {
        if (command.only() != null) {
            release(command.only());
        } else {
            release(command.outputs());
        }
    }

    private void release(List<Effect.Output> outputs) {
        outputs.forEach(this::release);
    }

    private void release(Effect.Output output) {
        releaseBytes(Retention.costOf(output));
    }

    private void releaseBytes(long bytes) {
        retainedBytes -= bytes;
        if (retainedBytes < 0) {
            throw Invariant.violated("released %s bytes more than were kept", -retainedBytes);
        }
        partitionRetention.release(bytes);
    }

    private void checkBytes(long more) throws Refusal {
        Limits.Commands limits = context.limits().commands();
        if (retainedBytes + more >= limits.retainedBytesPerSession()) {
            throw tooMuch(
                    "its outputs that are not acknowledged reach "
                            + limits.retainedBytesPerSession()
                            + " bytes");
        }
        if (partitionRetention.bytes() + more >= limits.retainedBytes()) {
            throw tooMuch(
                    "the outputs of all sessions that are not acknowledged reach "
                            + limits.retainedBytes()
                            + " bytes");
        }
    }

    private static Refusal tooMuch(String what) {
        return new Refusal(
                Status.UNAVAILABLE,
                "the session is too slow: " + what + "; keep it alive to acknowledge outputs");
    }
}
