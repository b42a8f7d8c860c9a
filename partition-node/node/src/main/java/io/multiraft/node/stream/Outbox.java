package io.multiraft.node.stream;

import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.ArrayDeque;
import java.util.Queue;

/** Answers that wait until the caller reads, and leave as many to a message as fit. */
final class Outbox {

    static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private final Queue<ResponseFrame> waiting = new ArrayDeque<>();
    private long bytes;

    void add(ResponseFrame frame) {
        waiting.add(frame);
        bytes += frame.getSerializedSize();
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** The next message; a larger answer is alone in its own. */
    byte[] next() {
        ExchangeResponse.Builder message = ExchangeResponse.newBuilder();
        int left = MAX_MESSAGE_BYTES;
        do {
            ResponseFrame frame = waiting.remove();
            left -= frame.getSerializedSize();
            message.addFrames(frame);
        } while (!waiting.isEmpty() && waiting.peek().getSerializedSize() <= left);
        bytes -= MAX_MESSAGE_BYTES - left;
        return message.build().toByteArray();
    }
}
