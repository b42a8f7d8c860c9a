package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Cuts fields out of serialized messages and puts them into others, whatever is in them. */
final class ProtoSplice {

    private ProtoSplice() {}

    /**
     * The embedded messages under these field numbers, in their order; null where there is none. A
     * field that is there more than once is merged, as a parser would: the bytes stand one after
     * the other.
     */
    static ByteString[] cut(ByteString message, int... numbers)
            throws InvalidProtocolBufferException {
        ByteString[] fields = new ByteString[numbers.length];
        CodedInputStream input = message.newCodedInput();
        input.enableAliasing(true);
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                int position = position(tag, numbers);
                if (position >= 0) {
                    ByteString bytes = input.readBytes();
                    ByteString before = fields[position];
                    fields[position] = before == null ? bytes : before.concat(bytes);
                } else if (!input.skipField(tag)) {
                    throw new InvalidProtocolBufferException("a group ends that never began");
                }
            }
            return fields;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Which of the numbers an embedded message has; negative for none of them. */
    private static int position(int tag, int[] numbers) {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            int number = WireFormat.getTagFieldNumber(tag);
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] == number) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** A message of one embedded message. */
    static ByteString wrap(int number, ByteString embedded) {
        return UnsafeByteOperations.unsafeWrap(
                write(
                        CodedOutputStream.computeBytesSize(number, embedded),
                        output -> output.writeBytes(number, embedded)));
    }

    /**
     * A message of a header and an output.
     *
     * @param output null leaves the field out
     */
    static byte[] join(
            int headersNumber, MessageLite headers, int outputNumber, ByteString output) {
        int size = CodedOutputStream.computeMessageSize(headersNumber, headers);
        if (output != null) {
            size += CodedOutputStream.computeBytesSize(outputNumber, output);
        }
        return write(
                size,
                stream -> {
                    stream.writeMessage(headersNumber, headers);
                    if (output != null) {
                        stream.writeBytes(outputNumber, output);
                    }
                });
    }

    private interface Writer {
        void writeTo(CodedOutputStream output) throws IOException;
    }

    private static byte[] write(int size, Writer writer) {
        byte[] bytes = new byte[size];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            writer.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        output.checkNoSpaceLeft();
        return bytes;
    }
}
