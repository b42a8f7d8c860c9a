package io.multiraft.fsm;

import io.multiraft.fsm.collection.CopyOnWriteMap;
import io.multiraft.fsm.service.ServiceSnapshot;
import io.multiraft.fsm.session.EndedSession;
import io.multiraft.fsm.session.SessionImage;
import io.multiraft.fsm.snapshot.FrameWriter;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.internal.v1.SnapshotHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The images of all parts of a partition, taken between two entries. */
final class PartitionSnapshot implements Snapshot {

    /**
     * Rises when an older version of the software could not read what is written. Whoever raises it
     * keeps reading the older formats: a snapshot of each is in the tests.
     */
    static final int FORMAT_VERSION = 2;

    static final int OLDEST_FORMAT_VERSION = 1;

    private final SnapshotHeader header;
    private final long resumedMillis;
    private CopyOnWriteMap.View<Long, SessionImage> sessions;
    private List<ServiceSnapshot> services;
    private List<EndedSession> endedSessions;

    PartitionSnapshot(PartitionState state, String version) {
        header =
                SnapshotHeader.newBuilder()
                        .setFormatVersion(FORMAT_VERSION)
                        .setPartitionId(state.context.partitionId())
                        .setIndex(state.context.index())
                        .setClockMillis(state.context.time().nowMillis())
                        .setFingerprint(state.context.fingerprint())
                        .setWrittenBy(version)
                        .build();
        resumedMillis = state.context.time().resumedMillis();
        sessions = state.sessions.images();
        services = state.services.images();
        endedSessions = state.sessions.endedSessions();
    }

    @Override
    public long index() {
        return header.getIndex();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        FrameWriter writer = new FrameWriter(out);
        writer.write(SnapshotFrame.newBuilder().setHeader(header).build());
        for (SessionImage session : sessions) {
            session.writeTo(writer, resumedMillis);
        }
        for (ServiceSnapshot service : services) {
            service.writeTo(writer);
        }
        for (EndedSession ended : endedSessions) {
            writer.write(SnapshotFrame.newBuilder().setEndedSession(ended.toFrame()).build());
        }
        writer.writeTrailer();
    }

    @Override
    public void close() {
        sessions = CopyOnWriteMap.View.empty();
        services = List.of();
        endedSessions = List.of();
    }
}
