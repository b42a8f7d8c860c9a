package io.multiraft.e2e.history;

import io.multiraft.proto.multiraft.counter.v1.CompareAndSetInput;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetRequest;
import io.multiraft.proto.multiraft.counter.v1.CompareAndSetResponse;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.CreateRequest;
import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import io.multiraft.proto.multiraft.counter.v1.DecrementInput;
import io.multiraft.proto.multiraft.counter.v1.DecrementRequest;
import io.multiraft.proto.multiraft.counter.v1.DecrementResponse;
import io.multiraft.proto.multiraft.counter.v1.GetRequest;
import io.multiraft.proto.multiraft.counter.v1.GetResponse;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.counter.v1.IncrementResponse;
import io.multiraft.proto.multiraft.counter.v1.SetInput;
import io.multiraft.proto.multiraft.counter.v1.SetRequest;
import io.multiraft.proto.multiraft.counter.v1.SetResponse;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import java.util.Map;

/**
 * A counter at one node, with commands that have no number: done as often as they arrive.
 *
 * @param epoch 0 is not checked
 */
record WireCounter(
        Wire wire, long sessionId, long epoch, long serviceId, Map<Status, String> refusals)
        implements Target {

    /** What a counter itself refuses. */
    static final Map<Status, String> REFUSALS = Map.of(Status.CONFLICT, "conflict");

    /** Finds or makes the counter of that name and attaches the session to it. */
    static CreateResponse create(Wire wire, long sessionId, long epoch, String name) {
        return wire.call(
                CounterGrpc.getCreateMethod(),
                CreateRequest.newBuilder()
                        .setHeaders(Wire.session(sessionId, epoch))
                        .setInput(
                                CreateServiceInput.newBuilder()
                                        .setNamespace(Workload.NAMESPACE)
                                        .setName(name))
                        .build());
    }

    @Override
    public Answer perform(String operation, Values input) {
        return wire.answer(
                () ->
                        switch (operation) {
                            case "get", "read" -> get();
                            case "set" -> set(input.number());
                            case "increment" -> increment(input.number());
                            case "decrement" -> decrement(input.number());
                            case "compare-and-set" -> compareAndSet(input);
                            default -> throw new IllegalArgumentException(operation);
                        });
    }

    private Answer get() {
        QueryRequestHeaders headers =
                QueryRequestHeaders.newBuilder()
                        .setOperation(Wire.operation(sessionId, epoch, serviceId))
                        .build();
        GetResponse response =
                wire.call(
                        CounterGrpc.getGetMethod(),
                        GetRequest.newBuilder().setHeaders(headers).build());
        return judged(
                Wire.partition(response.getHeaders().getOperation()),
                response.getOutput().getValue());
    }

    private Answer set(long value) {
        SetResponse response =
                wire.call(
                        CounterGrpc.getSetMethod(),
                        SetRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(SetInput.newBuilder().setValue(value))
                                .build());
        return judged(response.getHeaders(), response.getOutput().getValue());
    }

    private Answer increment(long delta) {
        IncrementResponse response =
                wire.call(
                        CounterGrpc.getIncrementMethod(),
                        IncrementRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(IncrementInput.newBuilder().setDelta(delta))
                                .build());
        return judged(response.getHeaders(), response.getOutput().getValue());
    }

    private Answer decrement(long delta) {
        DecrementResponse response =
                wire.call(
                        CounterGrpc.getDecrementMethod(),
                        DecrementRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(DecrementInput.newBuilder().setDelta(delta))
                                .build());
        return judged(response.getHeaders(), response.getOutput().getValue());
    }

    private Answer compareAndSet(Values input) {
        CompareAndSetResponse response =
                wire.call(
                        CounterGrpc.getCompareAndSetMethod(),
                        CompareAndSetRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(
                                        CompareAndSetInput.newBuilder()
                                                .setCompare(input.compare())
                                                .setUpdate(input.number()))
                                .build());
        return judged(response.getHeaders(), 0);
    }

    private CommandRequestHeaders command() {
        return CommandRequestHeaders.newBuilder()
                .setOperation(Wire.operation(sessionId, epoch, serviceId))
                .setEpoch(epoch)
                .build();
    }

    private Answer judged(CommandResponseHeaders headers, long value) {
        return judged(Wire.partition(headers.getOperation()), value);
    }

    private Answer judged(PartitionResponseHeaders headers, long value) {
        return Wire.judged(headers, refusals, () -> Values.number(value));
    }
}
