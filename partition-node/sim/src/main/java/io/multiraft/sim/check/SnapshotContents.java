package io.multiraft.sim.check;

import io.multiraft.fsm.snapshot.FrameReader;
import io.multiraft.proto.internal.v1.CommandFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replica keeps, read from its snapshot: the one view of the state that is complete.
 *
 * @param servicesOfSession of the session that has most
 */
record SnapshotContents(
        int sessions,
        int ended,
        int services,
        int servicesOfSession,
        Map<Long, Session> bySession) {

    /**
     * A session and its commands.
     *
     * @param records of numbered commands
     * @param outputs of the command that keeps most
     * @param lastOutputs the last output of each numbered command, by number
     */
    record Session(
            long epoch, int records, int untracked, int outputs, Map<Long, Long> lastOutputs) {

        Session with(CommandFrame command) {
            if (command.getCommandSequenceNum() == 0) {
                return new Session(epoch, records, untracked + 1, outputs, lastOutputs);
            }
            lastOutputs.put(command.getCommandSequenceNum(), command.getLastOutputSequenceNum());
            return new Session(
                    epoch,
                    records + 1,
                    untracked,
                    Math.max(outputs, command.getOutputsCount()),
                    lastOutputs);
        }
    }

    static SnapshotContents of(byte[] snapshot) {
        Map<Long, Session> bySession = new TreeMap<>();
        Map<Long, Integer> attached = new TreeMap<>();
        int ended = 0;
        int services = 0;
        FrameReader reader = new FrameReader(new ByteArrayInputStream(snapshot));
        for (SnapshotFrame frame = read(reader); !frame.hasTrailer(); frame = read(reader)) {
            if (frame.hasSession()) {
                bySession.put(
                        frame.getSession().getSessionId(),
                        new Session(frame.getSession().getEpoch(), 0, 0, 0, new TreeMap<>()));
            } else if (frame.hasCommand()) {
                CommandFrame command = frame.getCommand();
                bySession.computeIfPresent(
                        command.getSessionId(), (id, session) -> session.with(command));
            } else if (frame.hasService()) {
                services++;
                frame.getService()
                        .getSessionIdsList()
                        .forEach(id -> attached.merge(id, 1, Integer::sum));
            } else if (frame.hasEndedSession()) {
                ended++;
            }
        }
        int most = attached.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new SnapshotContents(bySession.size(), ended, services, most, bySession);
    }

    private static SnapshotFrame read(FrameReader reader) {
        try {
            return reader.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
