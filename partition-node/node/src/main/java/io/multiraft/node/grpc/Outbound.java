package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;

/**
 * What goes to the caller, as fast as it reads. Messages that wait are bounded by number and bytes.
 * Used by one thread at a time.
 */
final class Outbound {

    static final int MAX_WAITING_MESSAGES = 1024;
    static final int MAX_WAITING_BYTES = 4 * 1024 * 1024;

    private final ServerCall<byte[], byte[]> call;
    private final Runnable sent;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private Iterator<byte[]> rest = Collections.emptyIterator();
    private long waitingBytes;
    private boolean headersSent;
    private Status end;
    private Metadata trailers;
    private boolean closed;

    /**
     * @param sent called after each message that left
     */
    Outbound(ServerCall<byte[], byte[]> call, Runnable sent) {
        this.call = call;
        this.sent = sent;
    }

    boolean closed() {
        return closed;
    }

    /** False when the caller is too slow: the message was not taken. */
    boolean send(byte[] message) {
        if (waiting.size() >= MAX_WAITING_MESSAGES
                || waitingBytes + message.length > Math.max(MAX_WAITING_BYTES, message.length)) {
            return false;
        }
        waiting.add(message);
        waitingBytes += message.length;
        drain();
        return true;
    }

    /** After what waits, messages that are made when the caller is ready for them. */
    void sendAll(Iterator<byte[]> messages) {
        rest = messages;
        drain();
    }

    /** Closes the call when all messages have left. */
    void complete(Metadata finalTrailers) {
        end = Status.OK;
        trailers = finalTrailers;
        drain();
    }

    /** Closes the call now; messages that still wait are dropped. */
    void abort(Status status, Metadata finalTrailers) {
        if (!closed) {
            closed = true;
            waiting.clear();
            rest = Collections.emptyIterator();
            call.close(status, finalTrailers);
        }
    }

    /** The caller may be ready for more. */
    void drain() {
        while (!closed && call.isReady() && hasNext()) {
            if (!headersSent) {
                headersSent = true;
                call.sendHeaders(new Metadata());
            }
            call.sendMessage(next());
            sent.run();
        }
        if (!closed && end != null && !hasNext()) {
            closed = true;
            if (!headersSent) {
                call.sendHeaders(new Metadata());
            }
            call.close(end, trailers);
        }
    }

    private boolean hasNext() {
        return !waiting.isEmpty() || rest.hasNext();
    }

    private byte[] next() {
        if (waiting.isEmpty()) {
            return rest.next();
        }
        byte[] message = waiting.remove();
        waitingBytes -= message.length;
        return message;
    }
}
