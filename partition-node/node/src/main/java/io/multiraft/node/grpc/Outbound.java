package io.multiraft.node.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.OverloadException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What goes to the caller, as fast as it reads. Messages that wait are bounded by number and bytes.
 * Used by one thread at a time.
 */
final class Outbound {

    static final int MAX_WAITING_MESSAGES = 1024;
    static final int MAX_WAITING_BYTES = 4 * 1024 * 1024;

    /** What a caller is told that has fallen too far behind. */
    static final String NOT_READ =
            "the caller reads too slowly; send the command again with its number to go on";

    private final ServerCall<byte[], byte[]> call;
    private final Admission.Permit permit;
    private final Runnable sent;
    private final Consumer<OverloadException> overload;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private Iterator<byte[]> rest = Collections.emptyIterator();
    private long waitingBytes;

    /** Of the message that went last: it is in the transport's buffers until that wants more. */
    private long handedOverBytes;

    private boolean headersSent;
    private Status end;
    private Metadata trailers;
    private boolean closed;

    /**
     * @param permit of the call, which holds what has not left
     * @param sent called after each message that left
     * @param overload called where there is no room for a message: the call has to be aborted
     */
    Outbound(
            ServerCall<byte[], byte[]> call,
            Admission.Permit permit,
            Runnable sent,
            Consumer<OverloadException> overload) {
        this.call = call;
        this.permit = permit;
        this.sent = sent;
        this.overload = overload;
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
        if (held(message)) {
            waiting.add(message);
            waitingBytes += message.length;
            drain();
        }
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
        releaseWhatLeft();
        while (!closed && call.isReady() && hasNext()) {
            byte[] message = next();
            if (message == null) {
                return;
            }
            if (!headersSent) {
                headersSent = true;
                call.sendHeaders(new Metadata());
            }
            call.sendMessage(message);
            sent.run();
            releaseWhatLeft();
        }
        if (!closed && end != null && !hasNext()) {
            closed = true;
            if (!headersSent) {
                call.sendHeaders(new Metadata());
            }
            call.close(end, trailers);
        }
    }

    /**
     * Where the transport wants more, the last message is on its way, even if none follows for
     * days.
     */
    private void releaseWhatLeft() {
        if (!closed && call.isReady()) {
            permit.release(handedOverBytes);
            handedOverBytes = 0;
        }
    }

    private boolean hasNext() {
        return !waiting.isEmpty() || rest.hasNext();
    }

    /** Null where all callers together have no room for it. */
    private byte[] next() {
        byte[] message;
        if (waiting.isEmpty()) {
            message = rest.next();
            if (!held(message)) {
                return null;
            }
        } else {
            message = waiting.remove();
            waitingBytes -= message.length;
        }
        handedOverBytes = message.length;
        return message;
    }

    private boolean held(byte[] message) {
        try {
            permit.hold(message.length);
            return true;
        } catch (OverloadException e) {
            overload.accept(e);
            return false;
        }
    }
}
