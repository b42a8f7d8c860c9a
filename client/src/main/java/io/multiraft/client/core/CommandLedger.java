package io.multiraft.client.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The client's half of exactly-once in one partition: numbers commands, and says in keep-alives
 * which of them the partition may forget.
 *
 * <p>A keep-alive acknowledges every number up to {@code lastCommandSequenceNum} but those in its
 * filter. The partition then refuses what comes late under such a number. Therefore that number
 * never passes a command that has not been answered: if command 5 is on its way while the
 * keep-alive names 5, the keep-alive may get there first, and 5 would be refused though nobody has
 * seen it.
 *
 * <p>Invariant: every number below the first unanswered one is answered, and either done or an open
 * stream.
 */
final class CommandLedger {

    private final TreeMap<Long, Command> commands = new TreeMap<>();
    private final Map<Long, Long> acknowledgedOutputs = new TreeMap<>();
    private int turn;
    private long lastSequenceNum;
    private long lastCompletedSequenceNum;

    private static final class Command {
        boolean answered;
        long lastOutput;
    }

    /** A new command; it is waited for until {@link #end}. */
    long begin() {
        lastSequenceNum++;
        commands.put(lastSequenceNum, new Command());
        return lastSequenceNum;
    }

    /**
     * An output of a command that stays open arrived.
     *
     * @return whether it is the next one; a repeated one is dropped, and after a gap the stream
     *     must be resumed
     */
    OutputOrder output(long sequenceNum, long outputSequenceNum) {
        Command command = commands.get(sequenceNum);
        if (command == null || outputSequenceNum <= command.lastOutput) {
            return OutputOrder.REPEATED;
        }
        if (outputSequenceNum > command.lastOutput + 1) {
            return OutputOrder.GAP;
        }
        command.answered = true;
        command.lastOutput = outputSequenceNum;
        return OutputOrder.NEXT;
    }

    /** Where an output stands in its stream. */
    enum OutputOrder {
        NEXT,
        REPEATED,
        GAP
    }

    /** The command was answered to its end, or given up; 0 is no command. */
    void finish(long sequenceNum, boolean done) {
        if (done) {
            complete(sequenceNum);
        } else {
            end(sequenceNum);
        }
    }

    /** The command was done, and answered to its end. */
    void complete(long sequenceNum) {
        end(sequenceNum);
        lastCompletedSequenceNum = Math.max(lastCompletedSequenceNum, sequenceNum);
    }

    /** Nobody waits for the command any more, answered or not. */
    void end(long sequenceNum) {
        commands.remove(sequenceNum);
        acknowledgedOutputs.remove(sequenceNum);
    }

    /**
     * A read that must see all that this session was told names this command; 0 before the first.
     */
    long lastCompletedSequenceNum() {
        return lastCompletedSequenceNum;
    }

    /** What the next keep-alive says. */
    Acknowledgement acknowledgement() {
        long last = lastSequenceNum;
        List<Long> open = new ArrayList<>();
        Map<Long, Long> outputs = new TreeMap<>();
        for (Map.Entry<Long, Command> entry : commands.entrySet()) {
            if (!entry.getValue().answered) {
                last = entry.getKey() - 1;
                break;
            }
            open.add(entry.getKey());
            long seen = entry.getValue().lastOutput;
            if (seen > acknowledgedOutputs.getOrDefault(entry.getKey(), 0L)) {
                outputs.put(entry.getKey(), seen);
            }
        }
        return new Acknowledgement(
                last,
                PendingCommandsFilter.encode(open, turn++),
                Collections.unmodifiableMap(outputs));
    }

    /** The partition has taken the acknowledgement; its outputs need not be named again. */
    void acknowledged(Acknowledgement acknowledgement) {
        acknowledgement
                .outputs()
                .forEach(
                        (sequenceNum, output) -> {
                            if (commands.containsKey(sequenceNum)) {
                                acknowledgedOutputs.merge(sequenceNum, output, Math::max);
                            }
                        });
    }
}
