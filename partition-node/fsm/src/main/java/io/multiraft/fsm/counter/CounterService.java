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
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetOutput;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.CounterSnapshot;
import io.multiraft.proto.multiraft.counter.v1.DecrementOutput;
import io.multiraft.proto.multiraft.counter.v1.GetOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementOutput;
import io.multiraft.proto.multiraft.counter.v1.SetOutput;
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
        CounterInput input = parse(payload);
        CounterOutput.Builder output = CounterOutput.newBuilder();
        switch (input.getPayloadCase()) {
            case SET -> {
                value = input.getSet().getValue();
                output.setSet(SetOutput.newBuilder().setValue(value));
            }
            case COMPARE_AND_SET -> {
                compareAndSet(input.getCompareAndSet());
                output.setCompareAndSet(CompareAndSetOutput.newBuilder().setValue(value));
            }
            case INCREMENT -> {
                value = sum(input.getIncrement().getDelta());
                output.setIncrement(IncrementOutput.newBuilder().setValue(value));
            }
            case DECREMENT -> {
                value = difference(input.getDecrement().getDelta());
                output.setDecrement(DecrementOutput.newBuilder().setValue(value));
            }
            case GET, PAYLOAD_NOT_SET ->
                    throw new Refusal(
                            Status.NOT_SUPPORTED,
                            "a counter's commands are "
                                    + COMMANDS
                                    + "; this is "
                                    + input.getPayloadCase());
        }
        command.complete(output.build().toByteString());
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
    public ServiceImage image() {
        ByteString data = CounterSnapshot.newBuilder().setValue(value).build().toByteString();
        return sink -> sink.write(data);
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
