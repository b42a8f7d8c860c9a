package io.multiraft.fsm.counter;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SnapshotFormatException;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.service.PrimitiveService;
import io.multiraft.fsm.service.RunningCommand;
import io.multiraft.fsm.service.ServiceImage;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetInput;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.CounterSnapshot;
import io.multiraft.proto.multiraft.counter.v1.GetOutput;
import java.util.List;
import java.util.function.LongFunction;

/** A counter: it starts at 0, and what would overflow it is refused and changes nothing. */
public final class CounterService implements PrimitiveService {

    /** Full name of its gRPC service. */
    public static final String TYPE = "atomix.multiraft.counter.v1.Counter";

    private static final String COMMANDS = "Set, CompareAndSet, Increment, Decrement";

    private long value;

    @Override
    public void execute(RunningCommand command, ByteString payload) throws Refusal {
        if (CounterBytes.isIncrement(payload)) {
            value = sum(CounterBytes.delta(payload));
            answer(command, CounterOutput.INCREMENT_FIELD_NUMBER);
            return;
        }
        CounterInput input = parse(payload);
        switch (input.getPayloadCase()) {
            case SET -> {
                value = input.getSet().getValue();
                answer(command, CounterOutput.SET_FIELD_NUMBER);
            }
            case COMPARE_AND_SET -> {
                compareAndSet(input.getCompareAndSet());
                answer(command, CounterOutput.COMPARE_AND_SET_FIELD_NUMBER);
            }
            case INCREMENT -> {
                value = sum(input.getIncrement().getDelta());
                answer(command, CounterOutput.INCREMENT_FIELD_NUMBER);
            }
            case DECREMENT -> {
                value = difference(input.getDecrement().getDelta());
                answer(command, CounterOutput.DECREMENT_FIELD_NUMBER);
            }
            case GET, PAYLOAD_NOT_SET ->
                    throw new Refusal(
                            Status.NOT_SUPPORTED,
                            "a counter's commands are "
                                    + COMMANDS
                                    + "; this is "
                                    + input.getPayloadCase());
        }
    }

    private void answer(RunningCommand command, int operationField) {
        command.complete(CounterBytes.output(operationField, value));
    }

    @Override
    public List<ByteString> query(ByteString payload) throws Refusal {
        CounterInput input = parse(payload);
        if (!input.hasGet()) {
            throw new Refusal(
                    Status.NOT_SUPPORTED,
                    "a counter's query is Get; this is " + input.getPayloadCase());
        }
        GetOutput output = GetOutput.newBuilder().setValue(value).build();
        return List.of(CounterOutput.newBuilder().setGet(output).build().toByteString());
    }

    @Override
    public void forget(RunningCommand command) {
        // Every command of a counter is complete when it was executed.
    }

    @Override
    public void delete() {
        // A counter has no timers.
    }

    @Override
    public ServiceImage image() {
        long imaged = value;
        return sink ->
                sink.write(CounterSnapshot.newBuilder().setValue(imaged).build().toByteString());
    }

    @Override
    public void restore(ByteString data, LongFunction<RunningCommand> commands)
            throws SnapshotFormatException {
        try {
            value = CounterSnapshot.parseFrom(data).getValue();
        } catch (InvalidProtocolBufferException e) {
            throw new SnapshotFormatException("a counter's data does not parse", e);
        }
    }

    private void compareAndSet(CompareAndSetInput input) throws Refusal {
        if (value != input.getCompare()) {
            throw new Refusal(
                    Status.CONFLICT,
                    "the value is " + value + ", not " + input.getCompare() + " as expected");
        }
        value = input.getUpdate();
    }

    private long sum(long delta) throws Refusal {
        try {
            return Math.addExact(value, delta);
        } catch (ArithmeticException e) {
            throw overflow("+", delta);
        }
    }

    private long difference(long delta) throws Refusal {
        try {
            return Math.subtractExact(value, delta);
        } catch (ArithmeticException e) {
            throw overflow("-", delta);
        }
    }

    private Refusal overflow(String operator, long delta) {
        return new Refusal(
                Status.INVALID,
                value + " " + operator + " " + delta + " does not fit into 64 bits");
    }

    private static CounterInput parse(ByteString payload) throws Refusal {
        try {
            return CounterInput.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(
                    Status.INVALID, "the payload is not a CounterInput: " + e.getMessage());
        }
    }
}
