package io.multiraft.client.grpc;

import io.grpc.Channel;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import java.util.HashMap;
import java.util.Map;

/** The watches of leaders under way. On the loop's thread. */
final class WatchAttempts {

    private final CoreLoop loop;
    private final ClientCore core;
    private final ChannelPool channels;
    private final Map<Long, AutoCloseable> underWay = new HashMap<>();

    WatchAttempts(CoreLoop loop, ClientCore core, ChannelPool channels) {
        this.loop = loop;
        this.core = core;
        this.channels = channels;
    }

    void send(Action.Send send) {
        Channel channel = channels.forCall(send.address());
        underWay.put(
                send.callId(),
                LeaderStream.open(
                        channel,
                        send.partitionId(),
                        leader -> loop.execute(nowMillis -> told(send, leader)),
                        error -> loop.execute(nowMillis -> ended(send, error, nowMillis))));
    }

    void abandon(long callId) {
        AutoCloseable stream = underWay.remove(callId);
        if (stream != null) {
            try {
                stream.close();
            } catch (Exception e) {
                throw new IllegalStateException("a stream cannot be ended", e);
            }
        }
    }

    private void told(Action.Send send, LeaderEvent leader) {
        core.onLeader(send.callId(), send.attempt(), leader.getTerm(), leader.getAddress());
    }

    /** The core takes an attempt's end once, and that of one it has given up never. */
    private void ended(Action.Send send, MultiRaftException error, long nowMillis) {
        Failure failure = error instanceof InvalidException ? Failure.INVALID : Failure.UNAVAILABLE;
        core.onOutcome(
                nowMillis,
                send.callId(),
                send.attempt(),
                new Outcome.Failed(failure, false, false, error.getMessage(), ""));
    }
}
