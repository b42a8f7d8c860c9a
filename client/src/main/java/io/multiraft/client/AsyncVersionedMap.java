package io.multiraft.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.map.v1.ClearRequest;
import io.multiraft.proto.multiraft.map.v1.ClearResponse;
import io.multiraft.proto.multiraft.map.v1.CreateRequest;
import io.multiraft.proto.multiraft.map.v1.CreateResponse;
import io.multiraft.proto.multiraft.map.v1.EntriesRequest;
import io.multiraft.proto.multiraft.map.v1.EntriesResponse;
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
import io.multiraft.proto.multiraft.map.v1.SizeRequest;
import io.multiraft.proto.multiraft.map.v1.SizeResponse;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import io.multiraft.proto.multiraft.map.v1.UpdateRequest;
import io.multiraft.proto.multiraft.map.v1.UpdateResponse;
import io.multiraft.proto.multiraft.map.v1.Value;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@link VersionedMap}, without waiting. */
public final class AsyncVersionedMap {

    private final Session session;
    private final Map<PartitionSession, ServiceHandle> services;

    AsyncVersionedMap(Session session, String name) {
        this.session = session;
        this.services =
                session.parts().stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        part ->
                                                new ServiceHandle(
                                                        session.shell(),
                                                        part,
                                                        MapGrpc.SERVICE_NAME,
                                                        name,
                                                        AsyncVersionedMap::create)));
    }

    private static Exchange<?, ?> create(SessionRequestHeaders headers, CreateServiceInput input) {
        return new Exchange<CreateRequest, CreateResponse>(
                MapGrpc.getCreateMethod(),
                CreateRequest.newBuilder().setHeaders(headers).setInput(input).build(),
                responses -> {
                    CreateResponse response = Answers.only(responses);
                    return Answers.of(
                            response.getHeaders().getPartition(),
                            response.getOutput().getServiceId(),
                            0);
                });
    }

    /**
     * @see VersionedMap#get
     */
    public CompletionStage<Optional<Versioned>> get(String key) {
        return presentOrEmpty(
                serviceOf(key)
                        .query(
                                MapGrpc.getGetMethod(),
                                headers ->
                                        GetRequest.newBuilder()
                                                .setHeaders(headers)
                                                .setInput(GetInput.newBuilder().setKey(key))
                                                .build(),
                                GetResponse::getHeaders,
                                responses -> versioned(responses.get(0).getOutput().getEntry())));
    }

    /**
     * @see VersionedMap#put
     */
    public CompletionStage<Long> put(String key, ByteString value) {
        return serviceOf(key)
                .command(
                        MapGrpc.getPutMethod(),
                        headers ->
                                PutRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                PutInput.newBuilder()
                                                        .setKey(key)
                                                        .setValue(wire(value)))
                                        .build(),
                        PutResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex());
    }

    /**
     * @see VersionedMap#insert
     */
    public CompletionStage<Long> insert(String key, ByteString value) {
        return serviceOf(key)
                .command(
                        MapGrpc.getInsertMethod(),
                        headers ->
                                InsertRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                InsertInput.newBuilder()
                                                        .setKey(key)
                                                        .setValue(wire(value)))
                                        .build(),
                        InsertResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex());
    }

    /**
     * @see VersionedMap#update
     */
    public CompletionStage<Long> update(String key, ByteString value, long version) {
        return serviceOf(key)
                .command(
                        MapGrpc.getUpdateMethod(),
                        headers ->
                                UpdateRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                UpdateInput.newBuilder()
                                                        .setKey(key)
                                                        .setValue(wire(value))
                                                        .setIndex(version))
                                        .build(),
                        UpdateResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex())
                .exceptionally(
                        error -> {
                            throw new CompletionException(
                                    Failures.hasStatus(error, Status.NOT_FOUND)
                                            ? new ConflictException(
                                                    "'" + key + "' is not in the map")
                                            : Failures.unwrapped(error));
                        });
    }

    /**
     * @see VersionedMap#remove
     */
    public CompletionStage<Optional<Versioned>> remove(String key) {
        return presentOrEmpty(
                serviceOf(key)
                        .command(
                                MapGrpc.getRemoveMethod(),
                                headers ->
                                        RemoveRequest.newBuilder()
                                                .setHeaders(headers)
                                                .setInput(RemoveInput.newBuilder().setKey(key))
                                                .build(),
                                RemoveResponse::getHeaders,
                                response -> versioned(response.getOutput().getEntry())));
    }

    /**
     * @see VersionedMap#entries
     */
    public CompletionStage<Map<String, Versioned>> entries() {
        return everywhere(
                service ->
                        service.query(
                                MapGrpc.getEntriesMethod(),
                                headers -> EntriesRequest.newBuilder().setHeaders(headers).build(),
                                EntriesResponse::getHeaders,
                                AsyncVersionedMap::entriesOf),
                (left, right) -> {
                    Map<String, Versioned> all = new TreeMap<>(left);
                    all.putAll(right);
                    return all;
                });
    }

    /**
     * @see VersionedMap#size
     */
    public CompletionStage<Long> size() {
        return everywhere(
                service ->
                        service.query(
                                MapGrpc.getSizeMethod(),
                                headers -> SizeRequest.newBuilder().setHeaders(headers).build(),
                                SizeResponse::getHeaders,
                                responses ->
                                        Integer.toUnsignedLong(
                                                responses.get(0).getOutput().getSize())),
                Long::sum);
    }

    /**
     * @see VersionedMap#clear
     */
    public CompletionStage<Void> clear() {
        return this.<Boolean>everywhere(
                        service ->
                                service.command(
                                        MapGrpc.getClearMethod(),
                                        headers ->
                                                ClearRequest.newBuilder()
                                                        .setHeaders(headers)
                                                        .build(),
                                        ClearResponse::getHeaders,
                                        response -> true),
                        Boolean::logicalAnd)
                .thenApply(done -> null);
    }

    private ServiceHandle serviceOf(String key) {
        return services.get(session.partOf(key));
    }

    private <T> CompletionStage<T> everywhere(
            Function<ServiceHandle, CompletionStage<T>> call, BinaryOperator<T> combine) {
        return services.values().stream().map(call).toList().stream()
                .reduce((left, right) -> left.thenCombine(right, combine))
                .orElseThrow();
    }

    private static CompletionStage<Optional<Versioned>> presentOrEmpty(
            CompletionStage<Versioned> entry) {
        return entry.thenApply(Optional::of)
                .exceptionally(
                        error -> {
                            if (Failures.hasStatus(error, Status.NOT_FOUND)) {
                                return Optional.empty();
                            }
                            throw new CompletionException(Failures.unwrapped(error));
                        });
    }

    private static Map<String, Versioned> entriesOf(List<EntriesResponse> responses) {
        return responses.stream()
                .map(response -> response.getOutput().getEntry())
                .filter(entry -> entry.getIndex() > 0)
                .collect(Collectors.toMap(Entry::getKey, AsyncVersionedMap::versioned));
    }

    private static Versioned versioned(Entry entry) {
        return new Versioned(entry.getValue().getValue(), entry.getIndex());
    }

    private static Value wire(ByteString value) {
        return Value.newBuilder().setValue(value).build();
    }
}
