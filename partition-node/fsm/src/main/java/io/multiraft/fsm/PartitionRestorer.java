package io.multiraft.fsm;

import io.multiraft.fsm.session.SessionRestorer;
import io.multiraft.fsm.snapshot.FrameReader;
import io.multiraft.proto.internal.v1.ServiceDataFrame;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.internal.v1.SnapshotHeader;
import java.io.IOException;
import java.io.InputStream;

/** Reads a snapshot into a state that is still empty. */
final class PartitionRestorer {

    private final PartitionState state;
    private final FrameReader reader;

    PartitionRestorer(PartitionState state, InputStream in) {
        this.state = state;
        this.reader = new FrameReader(in);
    }

    void restore() throws IOException {
        restoreHeader();
        SessionRestorer sessions =
                new SessionRestorer(state.context, state.sessions, state.services);
        while (true) {
            SnapshotFrame frame = reader.read();
            try {
                if (frame.hasTrailer()) {
                    sessions.end();
                    checkTrailer(frame.getTrailer().getFrames());
                    return;
                }
                restore(sessions, frame);
            } catch (IllegalStateException e) {
                // What holds of every state does not hold of this one: it was never written by us.
                throw new SnapshotFormatException(
                        "frame "
                                + (reader.frames() - 1)
                                + " does not fit those before it: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private void restoreHeader() throws IOException {
        SnapshotFrame frame = reader.read();
        if (!frame.hasHeader()) {
            throw new SnapshotFormatException(
                    "the first frame is " + frame.getFrameCase() + "; it must be HEADER");
        }
        SnapshotHeader header = frame.getHeader();
        int version = header.getFormatVersion();
        if (version < PartitionSnapshot.OLDEST_FORMAT_VERSION
                || version > PartitionSnapshot.FORMAT_VERSION) {
            throw new SnapshotFormatException(
                    "the snapshot has format version "
                            + Integer.toUnsignedString(version)
                            + ", written by version "
                            + (header.getWrittenBy().isEmpty() ? "unknown" : header.getWrittenBy())
                            + " of the software; this one reads format versions "
                            + PartitionSnapshot.OLDEST_FORMAT_VERSION
                            + " to "
                            + PartitionSnapshot.FORMAT_VERSION);
        }
        if (header.getPartitionId() != state.context.partitionId()) {
            throw new SnapshotFormatException(
                    "the snapshot is of partition "
                            + header.getPartitionId()
                            + ", this is partition "
                            + state.context.partitionId());
        }
        state.context.restore(header.getIndex(), header.getClockMillis(), header.getFingerprint());
    }

    private void restore(SessionRestorer sessions, SnapshotFrame frame)
            throws SnapshotFormatException {
        switch (frame.getFrameCase()) {
            case SESSION -> sessions.restore(frame.getSession());
            case COMMAND -> sessions.restore(frame.getCommand());
            case SERVICE -> sessions.restore(frame.getService());
            case SERVICE_DATA -> {
                ServiceDataFrame data = frame.getServiceData();
                state.services.restore(data, id -> sessions.command(id, data.getServiceId()));
            }
            case ENDED_SESSION -> sessions.restore(frame.getEndedSession());
            default ->
                    throw new SnapshotFormatException(
                            "frame "
                                    + (reader.frames() - 1)
                                    + " is "
                                    + frame.getFrameCase()
                                    + ", which has no place there");
        }
    }

    private void checkTrailer(long frames) throws IOException {
        long before = reader.frames() - 1;
        if (frames != before) {
            throw new SnapshotFormatException(
                    "the trailer counts " + frames + " frames, there were " + before);
        }
        reader.readEnd();
    }
}
