package io.multiraft.fsm;

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

    /** Rises when an older version could not read what is written. */
    static final int FORMAT_VERSION = 1;

    private final SnapshotHeader header;
    private List<SessionImage> sessions;
    private List<ServiceSnapshot> services;
    private List<EndedSession> endedSessions;

    PartitionSnapshot(PartitionState state) {
        header =
                SnapshotHeader.newBuilder()
                        .setFormatVersion(FORMAT_VERSION)
                        .setPartitionId(state.context.partitionId())
                        .setIndex(state.context.index())
                        .setClockMillis(state.context.time().nowMillis())
                        .setFingerprint(state.context.fingerprint())
                        .build();
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
            session.writeTo(writer);
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
        sessions = List.of();
        services = List.of();
        endedSessions = List.of();
    }
}
