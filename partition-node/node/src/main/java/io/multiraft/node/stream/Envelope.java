package io.multiraft.node.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.multiraft.proto.stream.v1.ExchangeRequest;
import io.multiraft.proto.stream.v1.RequestFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link ExchangeRequest} whose frames are not read yet, so that one that is broken does not
 * take the others with it. Frames are parts of the message's bytes, not copies.
 */
record Envelope(List<String> methods, List<ByteString> frames) {

    /**
     * @throws InvalidProtocolBufferException the message cannot be cut into frames, or has more
     *     than so many
     */
    static Envelope read(byte[] message, StreamLimits limits)
            throws InvalidProtocolBufferException {
        Envelope envelope = new Envelope(new ArrayList<>(), new ArrayList<>());
        CodedInputStream input = input(UnsafeByteOperations.unsafeWrap(message));
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (is(tag, ExchangeRequest.METHODS_FIELD_NUMBER)) {
                    envelope.methods.add(input.readStringRequireUtf8());
                    require(envelope.methods, limits.methods(), "methods");
                } else if (is(tag, ExchangeRequest.FRAMES_FIELD_NUMBER)) {
                    envelope.frames.add(input.readBytes());
                    require(envelope.frames, limits.frames(), "frames");
                } else if (!input.skipField(tag)) {
                    throw new InvalidProtocolBufferException("a group ends that never began");
                }
            }
            return envelope;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static boolean is(int tag, int number) {
        return WireFormat.getTagFieldNumber(tag) == number
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static void require(List<?> parts, int most, String name)
            throws InvalidProtocolBufferException {
        if (parts.size() > most) {
            throw new InvalidProtocolBufferException("it has more than " + most + " " + name);
        }
    }

    /**
     * @throws InvalidProtocolBufferException with what was read before the frame turned out broken
     */
    static RequestFrame frame(ByteString bytes) throws InvalidProtocolBufferException {
        CodedInputStream input = input(bytes);
        RequestFrame frame = RequestFrame.parser().parseFrom(input);
        input.checkLastTagWas(0);
        return frame;
    }

    private static CodedInputStream input(ByteString bytes) {
        CodedInputStream input = bytes.newCodedInput();
        input.enableAliasing(true);
        return input;
    }
}
