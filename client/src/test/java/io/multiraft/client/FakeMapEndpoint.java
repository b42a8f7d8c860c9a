package io.multiraft.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.multiraft.proto.multiraft.map.v1.CreateRequest;
import io.multiraft.proto.multiraft.map.v1.CreateResponse;
import io.multiraft.proto.multiraft.map.v1.EntriesOutput;
import io.multiraft.proto.multiraft.map.v1.EntriesRequest;
import io.multiraft.proto.multiraft.map.v1.EntriesResponse;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.EventsRequest;
import io.multiraft.proto.multiraft.map.v1.EventsResponse;
import io.multiraft.proto.multiraft.map.v1.GetOutput;
import io.multiraft.proto.multiraft.map.v1.GetRequest;
import io.multiraft.proto.multiraft.map.v1.GetResponse;
import io.multiraft.proto.multiraft.map.v1.MapGrpc;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import io.multiraft.proto.multiraft.map.v1.PutRequest;
import io.multiraft.proto.multiraft.map.v1.PutResponse;
import io.multiraft.proto.multiraft.map.v1.RemoveOutput;
import io.multiraft.proto.multiraft.map.v1.RemoveRequest;
import io.multiraft.proto.multiraft.map.v1.RemoveResponse;
import io.multiraft.proto.multiraft.map.v1.SizeOutput;
import io.multiraft.proto.multiraft.map.v1.SizeRequest;
import io.multiraft.proto.multiraft.map.v1.SizeResponse;
import io.multiraft.proto.multiraft.map.v1.UpdateOutput;
import io.multiraft.proto.multiraft.map.v1.UpdateRequest;
import io.multiraft.proto.multiraft.map.v1.UpdateResponse;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceOutput;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.SessionResponseHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Puts, updates, removes, reads and events. */
final class FakeMapEndpoint extends MapGrpc.MapImplBase {

    private static final PartitionResponseHeaders OK = FakeCluster.status(Status.OK, "");

    private final FakeCluster cluster;

    FakeMapEndpoint(FakeCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
        long id =
                cluster.service(
                        request.getHeaders().getPartition().getPartitionId(),
                        "map",
                        request.getInput().getName());
        observer.onNext(
                CreateResponse.newBuilder()
                        .setHeaders(SessionResponseHeaders.newBuilder().setPartition(OK))
                        .setOutput(CreateServiceOutput.newBuilder().setServiceId(id))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> observer) {
        answerOnce(request.getHeaders(), observer, () -> put(request));
    }

    private PutResponse put(PutRequest request) {
        Versioned<ByteString> written =
                new Versioned<>(request.getInput().getValue().getValue(), cluster.nextIndex());
        String key = request.getInput().getKey();
        boolean isNew = map(request.getHeaders().getOperation()).put(key, written) == null;
        cluster.events.publish(
                request.getHeaders().getOperation().getSession().getServiceId(),
                isNew ? Event.Type.INSERT : Event.Type.UPDATE,
                entry(key, written));
        return PutResponse.newBuilder()
                .setHeaders(FakeCounterEndpoint.command(OK))
                .setOutput(PutOutput.newBuilder().setEntry(entry(key, written)))
                .build();
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
        answerOnce(request.getHeaders(), observer, () -> update(request));
    }

    private UpdateResponse update(UpdateRequest request) {
        String key = request.getInput().getKey();
        Map<String, Versioned<ByteString>> map = map(request.getHeaders().getOperation());
        UpdateResponse.Builder response = UpdateResponse.newBuilder();
        if (map.get(key).version() == request.getInput().getIndex()) {
            Versioned<ByteString> written =
                    new Versioned<>(request.getInput().getValue().getValue(), cluster.nextIndex());
            map.put(key, written);
            response.setHeaders(FakeCounterEndpoint.command(OK))
                    .setOutput(UpdateOutput.newBuilder().setEntry(entry(key, written)));
        } else {
            PartitionResponseHeaders conflict =
                    FakeCluster.status(Status.CONFLICT, key + " is at another version");
            response.setHeaders(FakeCounterEndpoint.command(conflict));
        }
        return response.build();
    }

    @Override
    public void remove(RemoveRequest request, StreamObserver<RemoveResponse> observer) {
        answerOnce(request.getHeaders(), observer, () -> remove(request));
    }

    private RemoveResponse remove(RemoveRequest request) {
        String key = request.getInput().getKey();
        Entry removed = entry(key, map(request.getHeaders().getOperation()).remove(key));
        cluster.events.publish(
                request.getHeaders().getOperation().getSession().getServiceId(),
                Event.Type.REMOVE,
                removed);
        return RemoveResponse.newBuilder()
                .setHeaders(FakeCounterEndpoint.command(OK))
                .setOutput(RemoveOutput.newBuilder().setEntry(removed))
                .build();
    }

    /** A command is done once, however often a client tries. */
    private <R> void answerOnce(
            CommandRequestHeaders headers, StreamObserver<R> observer, Supplier<R> command) {
        long sessionId = headers.getOperation().getSession().getSession().getSessionId();
        observer.onNext(cluster.once(sessionId, headers.getCommandSequenceNum(), command));
        observer.onCompleted();
    }

    @Override
    public void events(EventsRequest request, StreamObserver<EventsResponse> observer) {
        List<Entry> entries = new ArrayList<>();
        map(request.getHeaders().getOperation())
                .forEach((key, versioned) -> entries.add(entry(key, versioned)));
        cluster.events.listen(request, entries, observer);
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> observer) {
        String key = request.getInput().getKey();
        Versioned<ByteString> found = map(request.getHeaders().getOperation()).get(key);
        GetResponse.Builder response =
                GetResponse.newBuilder()
                        .setHeaders(
                                query(
                                        found != null
                                                ? OK
                                                : FakeCluster.status(Status.NOT_FOUND, key)));
        if (found != null) {
            response.setOutput(GetOutput.newBuilder().setEntry(entry(key, found)));
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    public void size(SizeRequest request, StreamObserver<SizeResponse> observer) {
        int size = map(request.getHeaders().getOperation()).size();
        observer.onNext(
                SizeResponse.newBuilder()
                        .setHeaders(query(OK))
                        .setOutput(SizeOutput.newBuilder().setSize(size))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void entries(EntriesRequest request, StreamObserver<EntriesResponse> observer) {
        map(request.getHeaders().getOperation())
                .forEach(
                        (key, value) ->
                                observer.onNext(
                                        EntriesResponse.newBuilder()
                                                .setHeaders(query(OK))
                                                .setOutput(
                                                        EntriesOutput.newBuilder()
                                                                .setEntry(entry(key, value)))
                                                .build()));
        observer.onCompleted();
    }

    private Map<String, Versioned<ByteString>> map(OperationRequestHeaders headers) {
        return cluster.maps.computeIfAbsent(
                headers.getSession().getServiceId(), id -> new TreeMap<>());
    }

    private static QueryResponseHeaders query(PartitionResponseHeaders headers) {
        return QueryResponseHeaders.newBuilder()
                .setOperation(FakeCounterEndpoint.operation(headers))
                .build();
    }

    private static Entry entry(String key, Versioned<ByteString> versioned) {
        return Entry.newBuilder()
                .setKey(key)
                .setValue(Value.newBuilder().setValue(versioned.value()))
                .setIndex(versioned.version())
                .build();
    }
}
