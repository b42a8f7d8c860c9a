package io.multiraft.client.grpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One stream to each address in use whose node knows them. On the loop's thread.
 *
 * <p>A stream keeps the connection that it began on. So where the channel is to make a new one, or
 * is not needed any more, its stream is retired: what is unanswered may yet be answered, as single
 * calls in flight may, and what comes next goes on a new stream.
 */
final class FrameStreams {

    private final Consumer<CoreLoop.Input> loop;
    private final ChannelPool channels;
    private final FrameStream.Receiver receiver;
    private final Map<String, FrameStream> streams = new HashMap<>();
    private final Set<String> withoutStreams = new HashSet<>();
    private final Set<FrameStream> toFlush = new LinkedHashSet<>();

    FrameStreams(
            Consumer<CoreLoop.Input> loop, ChannelPool channels, FrameStream.Receiver receiver) {
        this.loop = loop;
        this.channels = channels;
        this.receiver = receiver;
    }

    /** Whether calls to the address may be frames, as far as anybody knows. */
    boolean has(String address) {
        return !withoutStreams.contains(address);
    }

    void add(Frame frame, long nowMillis) {
        String address = frame.send().address();
        FrameStream stream = streams.get(address);
        if (stream == null) {
            stream = new FrameStream(loop, receiver, address, channels.forCall(address), nowMillis);
            streams.put(address, stream);
        }
        stream.add(frame);
        toFlush.add(stream);
    }

    /** The burst is over. */
    void flush(long nowMillis) {
        if (!toFlush.isEmpty()) {
            List<FrameStream> flushed = new ArrayList<>(toFlush);
            toFlush.clear();
            flushed.forEach(stream -> stream.flush(nowMillis));
        }
    }

    /** The stream has ended; the next frame opens another one. */
    void ended(FrameStream stream) {
        streams.remove(stream.address(), stream);
        toFlush.remove(stream);
    }

    /** The node of the address has no streams. */
    void without(String address) {
        withoutStreams.add(address);
    }

    /** Another node may be there by now, or a newer one. */
    void tryAgain(String address) {
        withoutStreams.remove(address);
    }

    /**
     * Nobody waits for the frame any more.
     *
     * @return whether it is overdue and its connection is well even so: others were answered on the
     *     same stream, or that has been replaced meanwhile, which is not worth another connection
     */
    boolean abandon(Frame frame, long nowMillis) {
        FrameStream stream = frame.stream();
        boolean current = streams.get(stream.address()) == stream;
        boolean spared =
                nowMillis >= frame.endMillis() && !(current && stream.isSilent(frame, nowMillis));
        stream.abandon(frame);
        return spared;
    }

    /** The connection to the address is to be made anew. */
    void retire(String address) {
        FrameStream stream = streams.remove(address);
        if (stream != null) {
            stream.retire();
        }
    }

    /** Retires the streams to all other addresses. */
    void retain(Set<String> addresses) {
        withoutStreams.retainAll(addresses);
        for (String address : List.copyOf(streams.keySet())) {
            if (!addresses.contains(address)) {
                retire(address);
            }
        }
    }
}
