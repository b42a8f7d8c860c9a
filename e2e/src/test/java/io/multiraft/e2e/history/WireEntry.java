package io.multiraft.e2e.history;

import com.google.protobuf.ByteString;
import io.multiraft.proto.multiraft.map.v1.CreateRequest;
import io.multiraft.proto.multiraft.map.v1.CreateResponse;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.GetRequest;
import io.multiraft.proto.multiraft.map.v1.GetResponse;
import io.multiraft.proto.multiraft.map.v1.InsertInput;
import io.multiraft.proto.multiraft.map.v1.InsertRequest;
import io.multiraft.proto.multiraft.map.v1.InsertResponse;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.PutResponse;
import io.multiraft.proto.multiraft.map.v1.RemoveInput;
import io.multiraft.proto.multiraft.map.v1.RemoveRequest;
import io.multiraft.proto.multiraft.map.v1.RemoveResponse;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import io.multiraft.proto.multiraft.map.v1.UpdateRequest;
import io.multiraft.proto.multiraft.map.v1.UpdateResponse;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import java.util.Map;

/** One key of a map at one node, with commands that have no number. */
record WireEntry(Wire wire, long sessionId, long serviceId, String key) implements Target {

    /** Where an entry must be, or be at a version. */
    private static final Map<Status, String> NO_MATCH =
            Map.of(
                    Status.CONFLICT, "conflict",
                    Status.ALREADY_EXISTS, "conflict",
                    Status.NOT_FOUND, "conflict");

    private static final Map<Status, String> NO_ENTRY = Map.of(Status.NOT_FOUND, "absent");

    /** Finds or makes the map of that name and attaches the session to it. */
    static CreateResponse create(Wire wire, long sessionId, String name) {
        return wire.call(
                MapGrpc.getCreateMethod(),
                CreateRequest.newBuilder()
                        .setHeaders(Wire.session(sessionId, 0))
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
                            case "get" -> get();
                            case "put" -> put(value(input));
                            case "insert" -> insert(value(input));
                            case "update" -> update(value(input), input.version());
                            case "remove" -> remove();
                            default -> throw new IllegalArgumentException(operation);
                        });
    }

    private Answer get() {
        QueryRequestHeaders headers =
                QueryRequestHeaders.newBuilder()
                        .setOperation(Wire.operation(sessionId, 0, serviceId))
                        .build();
        GetResponse response =
                wire.call(
                        MapGrpc.getGetMethod(),
                        GetRequest.newBuilder()
                                .setHeaders(headers)
                                .setInput(GetInput.newBuilder().setKey(key))
                                .build());
        PartitionResponseHeaders answered = Wire.partition(response.getHeaders().getOperation());
        return Wire.judged(answered, NO_ENTRY, () -> values(response.getOutput().getEntry()));
    }

    private Answer put(Value value) {
        PutResponse response =
                wire.call(
                        MapGrpc.getPutMethod(),
                        PutRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(PutInput.newBuilder().setKey(key).setValue(value))
                                .build());
        return judged(response.getHeaders(), NO_MATCH, response.getOutput().getEntry());
    }

    private Answer insert(Value value) {
        InsertResponse response =
                wire.call(
                        MapGrpc.getInsertMethod(),
                        InsertRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(InsertInput.newBuilder().setKey(key).setValue(value))
                                .build());
        return judged(response.getHeaders(), NO_MATCH, response.getOutput().getEntry());
    }

    private Answer update(Value value, long version) {
        UpdateResponse response =
                wire.call(
                        MapGrpc.getUpdateMethod(),
                        UpdateRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(
                                        UpdateInput.newBuilder()
                                                .setKey(key)
                                                .setValue(value)
                                                .setIndex(version))
                                .build());
        return judged(response.getHeaders(), NO_MATCH, response.getOutput().getEntry());
    }

    private Answer remove() {
        RemoveResponse response =
                wire.call(
                        MapGrpc.getRemoveMethod(),
                        RemoveRequest.newBuilder()
                                .setHeaders(command())
                                .setInput(RemoveInput.newBuilder().setKey(key))
                                .build());
        return judged(response.getHeaders(), NO_ENTRY, response.getOutput().getEntry());
    }

    private CommandRequestHeaders command() {
        return CommandRequestHeaders.newBuilder()
                .setOperation(Wire.operation(sessionId, 0, serviceId))
                .build();
    }

    private static Answer judged(
            CommandResponseHeaders headers, Map<Status, String> refusals, Entry entry) {
        return Wire.judged(Wire.partition(headers.getOperation()), refusals, () -> values(entry));
    }

    private static Value value(Values input) {
        return Value.newBuilder().setValue(ByteString.copyFromUtf8(input.text())).build();
    }

    private static Values values(Entry entry) {
        return Values.written(entry.getValue().getValue().toStringUtf8(), entry.getIndex());
    }
}
