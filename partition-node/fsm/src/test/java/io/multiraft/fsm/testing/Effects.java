package io.multiraft.fsm.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Effect;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import java.util.List;

/** What a test asks of effects. */
public final class Effects {

    private Effects() {}

    /** The outputs for a stream, in order. */
    public static List<Effect.Output> outputs(List<Effect> effects, long streamId) {
        return effects.stream()
                .filter(Effect.Output.class::isInstance)
                .map(Effect.Output.class::cast)
                .filter(output -> output.streamId() == streamId)
                .toList();
    }

    /** The ends of streams, in order. */
    public static List<Effect.StreamClosed> ends(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.StreamClosed.class::isInstance)
                .map(Effect.StreamClosed.class::cast)
                .toList();
    }

    /** The streams that end, in order. */
    public static List<Long> endedStreams(List<Effect> effects) {
        return ends(effects).stream().map(Effect.StreamClosed::streamId).toList();
    }

    /** The sessions that open, end or are taken over, in order. */
    public static List<Long> changedSessions(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.SessionsChanged.class::isInstance)
                .map(effect -> ((Effect.SessionsChanged) effect).sessionId())
                .toList();
    }

    /** The events for a stream, in order. */
    public static List<Event> events(List<Effect> effects, long streamId) {
        return outputs(effects, streamId).stream()
                .map(output -> map(output).getEvents().getEvent())
                .toList();
    }

    public static MapOutput map(Effect.Output output) {
        try {
            return MapOutput.parseFrom(
                    output.output().getSessionOutput().getServiceOutput().getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    public static CounterOutput counter(Effect.Output output) {
        try {
            return CounterOutput.parseFrom(
                    output.output().getSessionOutput().getServiceOutput().getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
