package io.multiraft.sim.check;

import io.multiraft.client.core.SessionCore;
import io.multiraft.sim.client.SimClient;
import java.util.Map;

/**
 * A client that lives leaves nothing behind: once its operations have ended, its session has
 * records of its open streams only. Holds because keep-alives acknowledge, nothing holds the
 * acknowledged number back for good, and no two filters in a row take the same numbers for open
 * ones.
 */
final class RecordsAreForgotten extends Invariant {

    @Override
    void settled(World world) {
        byte[] snapshot = world.nodes().get(0).machine().snapshot();
        Map<Long, SnapshotContents.Session> sessions = SnapshotContents.of(snapshot).bySession();
        for (SimClient client : world.clients()) {
            for (SessionCore session : client.openSessions()) {
                SnapshotContents.Session kept = sessions.get(session.lease().sessionId());
                int streams = client.openStreams(session);
                check(
                        kept(kept) <= streams,
                        "%s of %s has records of %s and %s open streams",
                        session.lease(),
                        client.name(),
                        kept.lastOutputs().keySet(),
                        streams);
            }
        }
    }

    private static int kept(SnapshotContents.Session session) {
        return session == null ? 0 : session.records();
    }
}
