package io.multiraft.sim.check;

import io.multiraft.sim.client.Operation;
import io.multiraft.sim.client.SimClient;
import java.util.List;
import java.util.Map;

/**
 * Nobody is left hanging: once the faults are over every operation comes to its end, and an open
 * stream has all outputs that there are. Holds because every call has a deadline, and a stream is
 * sent again when it breaks or is silent.
 */
final class EverythingEnds extends Invariant {

    @Override
    void settled(World world) {
        byte[] snapshot = world.nodes().get(0).machine().snapshot();
        Map<Long, SnapshotContents.Session> sessions = SnapshotContents.of(snapshot).bySession();
        for (SimClient client : world.clients()) {
            List<Operation> pending = client.pending();
            for (Operation operation : pending) {
                check(operation.kind() == Operation.Kind.STREAM, "%s never ended", operation);
                checkStream(operation, sessions);
            }
        }
    }

    private void checkStream(Operation stream, Map<Long, SnapshotContents.Session> sessions) {
        check(stream.sequenceNum() != 0, "%s was never sent", stream);
        SnapshotContents.Session session = sessions.get(stream.lease().sessionId());
        Long last = session == null ? null : session.lastOutputs().get(stream.sequenceNum());
        check(last != null, "%s is open, and unknown to its session", stream);
        check(
                last == stream.lastOutput(),
                "%s has output %s, and its client %s",
                stream,
                last,
                stream.lastOutput());
    }
}
