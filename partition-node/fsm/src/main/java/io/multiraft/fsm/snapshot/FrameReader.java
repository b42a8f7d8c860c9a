package io.multiraft.fsm.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Reads frames and trusts none of them before its checksum holds. */
public final class FrameReader {

    /** Far above what is written; a length beyond it was not written by us. */
    private static final int MOST_BYTES = 1 << 30;

    private final InputStream in;
    private long frames;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /** Frames read so far. */
    public long frames() {
        return frames;
    }

    /**
     * The next frame.
     *
     * @throws SnapshotFormatException when the stream ends within it, or it is damaged
     */
    public SnapshotFrame read() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(in.readNBytes(FrameWriter.HEAD_BYTES));
        if (head.remaining() < FrameWriter.HEAD_BYTES) {
            throw wrong("the snapshot ends before its trailer");
        }
        int length = head.getInt();
        int expected = head.getInt();
        if (length < 0 || length > MOST_BYTES) {
            throw wrong("its length is " + length + " bytes; it must be 0 to " + MOST_BYTES);
        }
        // The length is not yet to be trusted, so room is made only for bytes that are there.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw wrong("it ends after " + bytes.length + " of " + length + " bytes");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        if ((int) checksum.getValue() != expected) {
            throw wrong(
                    String.format(
                            Locale.ROOT,
                            "its checksum is %08x but %08x was written",
                            (int) checksum.getValue(),
                            expected));
        }
        try {
            SnapshotFrame frame = SnapshotFrame.parseFrom(bytes);
            frames++;
            return frame;
        } catch (InvalidProtocolBufferException e) {
            throw wrong("it does not parse: " + e.getMessage());
        }
    }

    /** Checks that nothing follows. */
    public void readEnd() throws IOException {
        if (in.read() >= 0) {
            throw new SnapshotFormatException("bytes follow the trailer of the snapshot");
        }
    }

    private SnapshotFormatException wrong(String mistake) {
        return new SnapshotFormatException("frame " + frames + ": " + mistake);
    }
}
