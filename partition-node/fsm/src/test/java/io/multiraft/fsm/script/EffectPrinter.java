package io.multiraft.fsm.script;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.SessionOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes effects as a reader wants them: one a line, behind the index and the clock. */
final class EffectPrinter {

    /** The verb of each stream, which says how to read its payloads. */
    private final Map<Long, String> verbs = new TreeMap<>();

    /** The next entry has a proposal of this verb under this index. */
    void expect(long streamId, String verb) {
        verbs.put(streamId, verb);
    }

    List<String> print(PartitionStateMachine machine, List<Effect> effects) {
        String clock = "@" + machine.clockMillis() + "ms ";
        List<String> lines = new ArrayList<>();
        for (Effect effect : effects) {
            lines.add((print(machine.index(), clock, effect)).stripTrailing());
        }
        return lines.isEmpty()
                ? List.of(machine.index() + clock + "(no effects)")
                : List.copyOf(lines);
    }

    /** A payload of a service as text. */
    static String payload(String verb, ByteString payload) {
        try {
            return verb.equals("counter")
                    ? text(CounterOutput.parseFrom(payload))
                    : text(MapOutput.parseFrom(payload));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String print(long index, String clock, Effect effect) {
        if (effect instanceof Effect.Output output) {
            String number =
                    output.outputSequenceNum() == 0 ? "" : " #" + output.outputSequenceNum();
            String what =
                    output.status() == io.multiraft.fsm.Status.OK
                            ? text(output.streamId(), output.output())
                            : output.status() + " " + output.message();
            return output.index() + clock + "stream " + output.streamId() + number + ": " + what;
        }
        if (effect instanceof Effect.StreamClosed closed) {
            return index
                    + clock
                    + "stream "
                    + closed.streamId()
                    + " closed "
                    + closed.status()
                    + " "
                    + closed.message();
        }
        Effect.SessionsChanged changed = (Effect.SessionsChanged) effect;
        return index + clock + "session " + changed.sessionId() + " changed";
    }

    private String text(long streamId, PartitionOutput output) {
        SessionOutput session = output.getSessionOutput();
        if (session.hasServiceOutput()) {
            return payload(verbs.get(streamId), session.getServiceOutput().getPayload());
        }
        return text(output.hasSessionOutput() ? session : output);
    }

    private static String text(MessageOrBuilder message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message).strip();
    }
}
