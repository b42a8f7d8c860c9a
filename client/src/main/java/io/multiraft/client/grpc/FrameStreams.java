package io.multiraft.client.grpc;

import io.multiraft.client.core.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two streams to each address in use whose node knows them: one for what keeps sessions, one for
 * all else. A node stops reading a stream of which too much is unanswered, and large commands take
 * their time to be sent; neither may end a session. On the loop's thread.
 *
 * <p>A stream keeps the connection that it began on. So where the channel is to make a new one, or
 * is not needed any more, its stream is retired: what is unanswered may yet be answered, as single
 * calls in flight may, and what comes next goes on a new stream.
 */
final class FrameStreams {

    private final Consumer<CoreLoop.Input> loop;
    private final ChannelPool channels;
    private final FrameStream.Receiver receiver;
    private final Map<Lane, FrameStream> streams = new HashMap<>();
    private final Set<String> withoutStreams = new HashSet<>();

    /** When the connection to an address was last doubted. */
    private final Map<String, Long> renewedMillis = new HashMap<>();

    private final Set<FrameStream> toFlush = new LinkedHashSet<>();

    /**
     * What goes over one stream.
     *
     * @param keepAlives only these; or all else
     */
    private record Lane(String address, boolean keepAlives) {

        static Lane of(Action.Send send) {
            return new Lane(send.address(), send.request().keepsAlive());
        }
    }

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

    void add(Frame frame) {
        Lane lane = Lane.of(frame.send());
        FrameStream stream = streams.get(lane);
        if (stream == null) {
            String address = lane.address();
            stream = new FrameStream(loop, receiver, address, channels.forCall(address));
            streams.put(lane, stream);
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
        streams.values().remove(stream);
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
     * Something was overdue at the address. When nothing came from there for a good part of its
     * time, the connection is in doubt, and is to be made anew; not for what went over one before.
     *
     * @return whether it is
     */
    boolean renewIfSilent(String address, long timeoutMillis, long nowMillis) {
        boolean heard =
                lanes(address)
                        .map(streams::get)
                        .filter(Objects::nonNull)
                        .anyMatch(stream -> stream.hasHeardSince(nowMillis - timeoutMillis / 2));
        boolean ofOneBefore =
                renewedMillis.getOrDefault(address, Long.MIN_VALUE) > nowMillis - timeoutMillis;
        if (heard || ofOneBefore) {
            return false;
        }
        renewedMillis.put(address, nowMillis);
        retire(address);
        return true;
    }

    private static Stream<Lane> lanes(String address) {
        return Stream.of(new Lane(address, true), new Lane(address, false));
    }

    private void retire(String address) {
        lanes(address).map(streams::remove).filter(Objects::nonNull).forEach(FrameStream::retire);
    }

    /** Retires the streams to all other addresses. */
    void retain(Set<String> addresses) {
        withoutStreams.retainAll(addresses);
        renewedMillis.keySet().retainAll(addresses);
        for (Lane lane : List.copyOf(streams.keySet())) {
            if (!addresses.contains(lane.address())) {
                retire(lane.address());
            }
        }
    }
}
