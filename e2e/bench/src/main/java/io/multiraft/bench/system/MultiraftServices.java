package io.multiraft.bench.system;

import com.google.protobuf.ByteString;
import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import io.multiraft.proto.multiraft.counter.v1.CounterGrpc;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementRequest;
import io.multiraft.proto.multiraft.map.v1.EventsRequest;
import io.multiraft.proto.multiraft.map.v1.EventsResponse;
import io.multiraft.proto.multiraft.map.v1.GetInput;
import io.multiraft.proto.multiraft.map.v1.GetRequest;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The operations of Multiraft. Each session attaches to the service first. */
final class MultiraftServices {

    private final Connections connections;
    private final Calls calls;
    private final List<MultiraftSession> sessions;

    /**
     * @param calls the way of what is measured
     * @param sessions one for each connection
     */
    MultiraftServices(Connections connections, Calls calls, List<MultiraftSession> sessions) {
        this.connections = connections;
        this.calls = calls;
        this.sessions = sessions;
    }

    private MultiraftSession session(int caller) {
        return sessions.get(caller % sessions.size());
    }

    Operation increment() {
        List<OperationRequestHeaders> counters =
                sessions.stream().map(session -> session.operation(counter(session))).toList();
        IncrementInput one = IncrementInput.newBuilder().setDelta(1).build();
        return (caller, completion) -> {
            MultiraftSession session = session(caller);
            CommandRequestHeaders headers = session.command(counters.get(caller % counters.size()));
            calls.call(
                    caller,
                    CounterGrpc.getIncrementMethod(),
                    IncrementRequest.newBuilder().setHeaders(headers).setInput(one).build(),
                    response -> refusal(response.getHeaders()),
                    session.acknowledging(headers, calls, completion));
        };
    }

    private long counter(MultiraftSession session) {
        io.multiraft.proto.multiraft.counter.v1.CreateResponse response =
                connections.call(
                        CounterGrpc.getCreateMethod(),
                        io.multiraft.proto.multiraft.counter.v1.CreateRequest.newBuilder()
                                .setHeaders(session.headers())
                                .setInput(MultiraftSession.service("counter"))
                                .build());
        MultiraftSession.require(response.getHeaders().getPartition());
        return response.getOutput().getServiceId();
    }

    Operation put(Supplier<String> keys, int bytes) {
        List<OperationRequestHeaders> maps = maps("map");
        Value value = value(new byte[bytes]);
        return (caller, completion) -> put(maps, caller, keys.get(), value, completion);
    }

    private static Value value(byte[] bytes) {
        return Value.newBuilder().setValue(ByteString.copyFrom(bytes)).build();
    }

    private void put(
            List<OperationRequestHeaders> maps,
            int caller,
            String key,
            Value value,
            Operation.Completion completion) {
        MultiraftSession session = session(caller);
        CommandRequestHeaders headers = session.command(maps.get(caller % maps.size()));
        calls.call(
                caller,
                MapGrpc.getPutMethod(),
                PutRequest.newBuilder()
                        .setHeaders(headers)
                        .setInput(PutInput.newBuilder().setKey(key).setValue(value))
                        .build(),
                response -> refusal(response.getHeaders()),
                session.acknowledging(headers, calls, completion));
    }

    Operation get() {
        List<OperationRequestHeaders> maps = maps("map");
        Value value = value(new byte[Workload.GET.valueBytes()]);
        Preload.all((key, completion) -> put(maps, key, Keys.of(key), value, completion));
        return (caller, completion) ->
                calls.call(
                        caller,
                        MapGrpc.getGetMethod(),
                        GetRequest.newBuilder()
                                .setHeaders(MultiraftSession.query(maps.get(caller % maps.size())))
                                .setInput(GetInput.newBuilder().setKey(Keys.any()))
                                .build(),
                        response -> refusal(response.getHeaders().getOperation()),
                        completion);
    }

    private List<OperationRequestHeaders> maps(String name) {
        return sessions.stream().map(session -> session.operation(map(session, name))).toList();
    }

    private long map(MultiraftSession session, String name) {
        io.multiraft.proto.multiraft.map.v1.CreateResponse response =
                connections.call(
                        MapGrpc.getCreateMethod(),
                        io.multiraft.proto.multiraft.map.v1.CreateRequest.newBuilder()
                                .setHeaders(session.headers())
                                .setInput(MultiraftSession.service(name))
                                .build());
        MultiraftSession.require(response.getHeaders().getPartition());
        return response.getOutput().getServiceId();
    }

    Operation keepAlive() {
        return (caller, completion) ->
                calls.call(
                        caller,
                        PartitionGrpc.getKeepAliveMethod(),
                        session(caller).keepAlive(),
                        response -> MultiraftSession.refusal(response.getHeaders()),
                        completion);
    }

    /** The watchers' commands have no number: nobody would repeat one, as nobody does with etcd. */
    Operation fanOut() {
        List<OperationRequestHeaders> maps = maps("watched");
        FanOut fanOut =
                new FanOut(
                        (caller, value, completion) ->
                                put(maps, caller, Keys.of(caller), value(value), completion));
        Function<EventsResponse, byte[]> value =
                response ->
                        response.getOutput()
                                .getEvent()
                                .getEntry()
                                .getValue()
                                .getValue()
                                .toByteArray();
        for (int watcher = 0; watcher < Workload.WATCHERS; watcher++) {
            OperationRequestHeaders headers = maps.get(watcher % maps.size());
            connections.listen(
                    watcher,
                    MapGrpc.getEventsMethod(),
                    EventsRequest.newBuilder()
                            .setHeaders(CommandRequestHeaders.newBuilder().setOperation(headers))
                            .build(),
                    response -> fanOut.seen(value.apply(response)));
        }
        fanOut.awaitWatchers();
        return fanOut;
    }

    private static Throwable refusal(CommandResponseHeaders headers) {
        return refusal(headers.getOperation());
    }

    private static Throwable refusal(OperationResponseHeaders headers) {
        PartitionResponseHeaders partition = headers.getSession().getSession().getPartition();
        return MultiraftSession.refusal(partition);
    }
}
