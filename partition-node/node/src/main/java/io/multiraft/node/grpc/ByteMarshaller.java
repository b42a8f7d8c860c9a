package io.multiraft.node.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Messages as their bytes, so that a call can be sent on as it came. A message above the limit is
 * cut one byte past it: the call that reads it can then say what the limit is.
 */
public final class ByteMarshaller implements MethodDescriptor.Marshaller<byte[]> {

    /** The largest request. It has to fit a log entry, and Raft's buffers, with room to spare. */
    static final int MAX_REQUEST_BYTES = 1024 * 1024;

    /** Stands for a message that could not be read, such as one whose compression is broken. */
    public static final byte[] UNREADABLE = new byte[0];

    static final ByteMarshaller REQUEST = new ByteMarshaller(MAX_REQUEST_BYTES);

    /** Takes what the transport lets through; also for messages that are checked part by part. */
    public static final ByteMarshaller RESPONSE = new ByteMarshaller(Integer.MAX_VALUE - 1);

    private final int limit;

    private ByteMarshaller(int limit) {
        this.limit = limit;
    }

    @Override
    public InputStream stream(byte[] message) {
        return new KnownBytes(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try (stream) {
            return stream instanceof KnownLength ? readKnown(stream) : stream.readNBytes(limit + 1);
        } catch (IOException | StatusRuntimeException e) {
            return UNREADABLE;
        }
    }

    /** The other way to read takes a buffer of 8 KB first, for a message of a hundred bytes. */
    private byte[] readKnown(InputStream stream) throws IOException {
        byte[] message = new byte[(int) Math.min(stream.available(), limit + 1L)];
        return stream.readNBytes(message, 0, message.length) == message.length
                ? message
                : UNREADABLE;
    }

    /** Gives itself away in one piece; gRPC would copy it through a buffer of 8 KB. */
    private static final class KnownBytes extends ByteArrayInputStream
            implements KnownLength, Drainable {

        KnownBytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int drained = count - pos;
            target.write(buf, pos, drained);
            pos = count;
            return drained;
        }
    }
}
