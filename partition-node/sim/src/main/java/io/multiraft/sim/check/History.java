package io.multiraft.sim.check;

import io.multiraft.fsm.Durations;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has happened, by the log: which commands were executed, with which outputs, and what became
 * of each session. Taken from the log and the effects alone, never from the state of a replica.
 */
public final class History {

    private final Limits limits;
    private final List<Step> steps = new ArrayList<>();
    private final Map<CommandKey, Execution> executions = new TreeMap<>();
    private final Map<Long, CommandKey> streams = new TreeMap<>();
    private final Map<Long, TrackedSession> sessions = new TreeMap<>();

    /** A command: sequence numbers start anew with each epoch. */
    record CommandKey(long sessionId, long epoch, long sequenceNum)
            implements Comparable<CommandKey> {

        @Override
        public int compareTo(CommandKey other) {
            int order = Long.compare(sessionId, other.sessionId);
            order = order != 0 ? order : Long.compare(epoch, other.epoch);
            return order != 0 ? order : Long.compare(sequenceNum, other.sequenceNum);
        }
    }

    /**
     * A command that was executed.
     *
     * @param outputs by their numbers
     */
    public record Execution(long index, long position, Map<Long, Effect.Output> outputs) {}

    History(Limits limits) {
        this.limits = limits;
    }

    /** Positions known. */
    long size() {
        return steps.size();
    }

    Step step(long position) {
        return steps.get((int) position - 1);
    }

    TrackedSession session(long id) {
        return sessions.get(id);
    }

    /** The execution of a command, or null. */
    public Execution execution(long sessionId, long epoch, long sequenceNum) {
        return executions.get(new CommandKey(sessionId, epoch, sequenceNum));
    }

    /**
     * Takes in the next position.
     *
     * @param proposals told of each proposal before it counts, and then of each session that
     *     expired, with the clock still as it was
     */
    void add(Step step, Listener proposals) {
        steps.add(step);
        TreeSet<Long> changed = new TreeSet<>();
        if (step.committed().entry().getResume()) {
            resume(step);
        }
        for (int i = 0; i < step.proposals(); i++) {
            proposals.onProposal(step, i);
            take(step, i, changed);
        }
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Output output && output.outputSequenceNum() > 0) {
                takeOutput(step, output, proposals);
            } else if (effect instanceof Effect.SessionsChanged ended
                    && !changed.contains(ended.sessionId())) {
                TrackedSession session = sessions.get(ended.sessionId());
                proposals.onExpiry(step, session);
                if (session != null) {
                    session.ended = true;
                }
            }
        }
    }

    /** Is told what the log says, in its order. */
    interface Listener {
        void onProposal(Step step, int i);

        void onExpiry(Step step, TrackedSession session);

        void onExecution(Step step, CommandKey command, Execution before);
    }

    private void resume(Step step) {
        for (TrackedSession session : sessions.values()) {
            session.alive(step.clockMillis(), step.committed().madeMillis());
        }
    }

    private void take(Step step, int i, TreeSet<Long> changed) {
        Proposal proposal = step.proposal(i);
        Effect.Output answer = step.answer(i);
        boolean ok = answer != null && answer.status() == Status.OK;
        switch (proposal.getInput().getPayloadCase()) {
            case OPEN_SESSION -> {
                if (ok) {
                    opened(step, proposal.getInput().getOpenSession(), answer, changed);
                }
            }
            case KEEP_ALIVE -> {
                TrackedSession session =
                        sessions.get(proposal.getInput().getKeepAlive().getSessionId());
                if (ok && session != null) {
                    session.waits = session.immortal;
                    session.alive(step.clockMillis(), step.committed().madeMillis());
                }
            }
            case CLOSE_SESSION -> {
                TrackedSession session =
                        sessions.get(proposal.getInput().getCloseSession().getSessionId());
                if (ok && session != null) {
                    session.ended = true;
                    changed.add(session.id);
                }
            }
            default -> {
                TrackedSession session =
                        sessions.get(proposal.getInput().getSessionInput().getSessionId());
                if (session != null && proposal.getCommandSequenceNum() > 0) {
                    streams.put(
                            step.index(i),
                            new CommandKey(
                                    session.id, session.epoch, proposal.getCommandSequenceNum()));
                }
            }
        }
    }

    private void opened(
            Step step, OpenSessionInput input, Effect.Output answer, TreeSet<Long> changed) {
        long id = answer.output().getOpenSession().getSessionId();
        long epoch = answer.output().getOpenSession().getEpoch();
        TrackedSession session = sessions.get(id);
        if (session != null && epoch <= session.epoch) {
            // A repetition, which changes nothing.
            return;
        }
        changed.add(id);
        if (session == null) {
            session = new TrackedSession(id, timeoutMillis(input), input.getDeadline());
            sessions.put(id, session);
        } else if (input.hasTimeout()) {
            session.timeoutMillis = timeoutMillis(input);
        }
        session.epoch = epoch;
        session.alive(step.clockMillis(), step.committed().madeMillis());
    }

    private long timeoutMillis(OpenSessionInput input) {
        try {
            return input.hasTimeout()
                    ? Durations.toMillis(input.getTimeout(), "timeout")
                    : limits.sessions().defaultTimeoutMillis();
        } catch (Refusal e) {
            throw new IllegalStateException("accepted a timeout that is none", e);
        }
    }

    private void takeOutput(Step step, Effect.Output output, Listener listener) {
        CommandKey command = streams.get(output.streamId());
        if (command == null) {
            return;
        }
        boolean executed = output.outputSequenceNum() == 1 && output.index() == output.streamId();
        if (executed) {
            listener.onExecution(step, command, executions.get(command));
            executions.put(
                    command,
                    new Execution(output.index(), step.committed().position(), new TreeMap<>()));
        }
        Execution execution = executions.get(command);
        if (execution != null) {
            execution.outputs().putIfAbsent(output.outputSequenceNum(), output);
        }
    }
}
