package io.multiraft.node.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Messages as their bytes, so that a call can be sent on as it came. A message above the limit is
 * cut one byte past it: the call that reads it can then say what the limit is.
 */
final class ByteMarshaller implements MethodDescriptor.Marshaller<byte[]> {

    /** The largest request. It has to fit a log entry, and Raft's buffers, with room to spare. */
    static final int MAX_REQUEST_BYTES = 1024 * 1024;

    /** Stands for a message that could not be read, such as one whose compression is broken. */
    static final byte[] UNREADABLE = new byte[0];

    static final ByteMarshaller REQUEST = new ByteMarshaller(MAX_REQUEST_BYTES);
    static final ByteMarshaller RESPONSE = new ByteMarshaller(Integer.MAX_VALUE - 1);

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
            return stream.readNBytes(limit + 1);
        } catch (IOException | StatusRuntimeException e) {
            return UNREADABLE;
        }
    }

    private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] bytes) {
            super(bytes);
        }
    }
}
