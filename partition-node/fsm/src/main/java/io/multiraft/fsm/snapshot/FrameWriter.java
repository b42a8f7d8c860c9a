package io.multiraft.fsm.snapshot;

import com.google.protobuf.CodedOutputStream;
import io.multiraft.proto.internal.v1.SnapshotFrame;
import io.multiraft.proto.internal.v1.SnapshotTrailer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes frames, with map fields in the order of their keys. */
public final class FrameWriter {

    static final int HEAD_BYTES = 8;

    private final OutputStream out;
    private long frames;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    public void write(SnapshotFrame frame) throws IOException {
        byte[] bytes = new byte[HEAD_BYTES + frame.getSerializedSize()];
        CodedOutputStream coded =
                CodedOutputStream.newInstance(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        coded.useDeterministicSerialization();
        frame.writeTo(coded);
        coded.checkNoSpaceLeft();
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        ByteBuffer.wrap(bytes).putInt(bytes.length - HEAD_BYTES).putInt((int) checksum.getValue());
        out.write(bytes);
        frames++;
    }

    /** Writes the last frame, which says how many there were before it. */
    public void writeTrailer() throws IOException {
        write(
                SnapshotFrame.newBuilder()
                        .setTrailer(SnapshotTrailer.newBuilder().setFrames(frames))
                        .build());
    }
}
