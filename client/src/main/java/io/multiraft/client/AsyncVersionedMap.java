package io.multiraft.client;

import io.multiraft.client.errors.ConflictException;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.map.v1.ClearRequest;
import io.multiraft.proto.multiraft.map.v1.ClearResponse;
import io.multiraft.proto.multiraft.map.v1.CloseRequest;
import io.multiraft.proto.multiraft.map.v1.CloseResponse;
import io.multiraft.proto.multiraft.map.v1.CreateRequest;
import io.multiraft.proto.multiraft.map.v1.CreateResponse;
import io.multiraft.proto.multiraft.map.v1.EntriesRequest;
import io.multiraft.proto.multiraft.map.v1.EntriesResponse;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.EventsInput;
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
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link VersionedMap}, without waiting. A key or value that cannot be written is refused at once,
 * everything else through the stage.
 *
 * <pre>{@code
 * CompletionStage<Optional<Versioned<String>>> sea =
 *         colours.async()
 *                 .put("sea", "green")
 *                 .thenCompose(version -> colours.async().get("sea"));
 * }</pre>
 */
public final class AsyncVersionedMap<K, V> {

    private final Session session;
    private final MapCodec<K, V> codec;
    private final Map<PartitionSession, ServiceHandle> services;

    AsyncVersionedMap(Session session, String name, MapCodec<K, V> codec) {
        this.session = session;
        this.codec = codec;
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
    public CompletionStage<Optional<Versioned<V>>> get(K key) {
        String written = codec.key(key);
        return presentOrEmpty(
                serviceOf(written)
                        .query(
                                MapGrpc.getGetMethod(),
                                headers ->
                                        GetRequest.newBuilder()
                                                .setHeaders(headers)
                                                .setInput(GetInput.newBuilder().setKey(written))
                                                .build(),
                                GetResponse::getHeaders,
                                responses -> responses.get(0).getOutput().getEntry()));
    }

    /**
     * @see VersionedMap#put(Object, Object)
     */
    public CompletionStage<Long> put(K key, V value) {
        String written = codec.key(key);
        return putWritten(written, codec.value(written, value));
    }

    /**
     * @see VersionedMap#put(Object, Object, Duration)
     */
    public CompletionStage<Long> put(K key, V value, Duration timeToLive) {
        String written = codec.key(key);
        return putWritten(written, codec.value(written, value, timeToLive));
    }

    private CompletionStage<Long> putWritten(String written, Value bytes) {
        return serviceOf(written)
                .command(
                        MapGrpc.getPutMethod(),
                        headers ->
                                PutRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                PutInput.newBuilder()
                                                        .setKey(written)
                                                        .setValue(bytes))
                                        .build(),
                        PutResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex());
    }

    /**
     * @see VersionedMap#insert(Object, Object)
     */
    public CompletionStage<Long> insert(K key, V value) {
        String written = codec.key(key);
        return insertWritten(written, codec.value(written, value));
    }

    /**
     * @see VersionedMap#insert(Object, Object, Duration)
     */
    public CompletionStage<Long> insert(K key, V value, Duration timeToLive) {
        String written = codec.key(key);
        return insertWritten(written, codec.value(written, value, timeToLive));
    }

    private CompletionStage<Long> insertWritten(String written, Value bytes) {
        return serviceOf(written)
                .command(
                        MapGrpc.getInsertMethod(),
                        headers ->
                                InsertRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                InsertInput.newBuilder()
                                                        .setKey(written)
                                                        .setValue(bytes))
                                        .build(),
                        InsertResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex());
    }

    /**
     * @see VersionedMap#update(Object, Object, long)
     */
    public CompletionStage<Long> update(K key, V value, long version) {
        String written = codec.key(key);
        return updateWritten(written, codec.value(written, value), version);
    }

    /**
     * @see VersionedMap#update(Object, Object, long, Duration)
     */
    public CompletionStage<Long> update(K key, V value, long version, Duration timeToLive) {
        String written = codec.key(key);
        return updateWritten(written, codec.value(written, value, timeToLive), version);
    }

    private CompletionStage<Long> updateWritten(String written, Value bytes, long version) {
        return serviceOf(written)
                .command(
                        MapGrpc.getUpdateMethod(),
                        headers ->
                                UpdateRequest.newBuilder()
                                        .setHeaders(headers)
                                        .setInput(
                                                UpdateInput.newBuilder()
                                                        .setKey(written)
                                                        .setValue(bytes)
                                                        .setIndex(version))
                                        .build(),
                        UpdateResponse::getHeaders,
                        response -> response.getOutput().getEntry().getIndex())
                .exceptionally(
                        error -> {
                            throw new CompletionException(
                                    Failures.hasStatus(error, Status.NOT_FOUND)
                                            ? new ConflictException(
                                                    "'" + written + "' is not in the map")
                                            : Failures.unwrapped(error));
                        });
    }

    /**
     * @see VersionedMap#remove
     */
    public CompletionStage<Optional<Versioned<V>>> remove(K key) {
        String written = codec.key(key);
        return presentOrEmpty(
                serviceOf(written)
                        .command(
                                MapGrpc.getRemoveMethod(),
                                headers ->
                                        RemoveRequest.newBuilder()
                                                .setHeaders(headers)
                                                .setInput(RemoveInput.newBuilder().setKey(written))
                                                .build(),
                                RemoveResponse::getHeaders,
                                response -> response.getOutput().getEntry()));
    }

    /**
     * @see VersionedMap#entries
     */
    public CompletionStage<Map<K, Versioned<V>>> entries() {
        CompletionStage<List<Entry>> all =
                everywhere(
                        service ->
                                service.query(
                                        MapGrpc.getEntriesMethod(),
                                        headers ->
                                                EntriesRequest.newBuilder()
                                                        .setHeaders(headers)
                                                        .build(),
                                        EntriesResponse::getHeaders,
                                        AsyncVersionedMap::entriesOf),
                        (left, right) -> Stream.of(left, right).flatMap(List::stream).toList());
        return all.thenApply(this::inOrder);
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

    /**
     * @see VersionedMap#delete
     */
    public CompletionStage<Void> delete() {
        return everywhere(
                service ->
                        service.delete(
                                MapGrpc.getCloseMethod(),
                                headers ->
                                        CloseRequest.newBuilder()
                                                .setHeaders(headers)
                                                .setInput(
                                                        CloseServiceInput.newBuilder()
                                                                .setDelete(true))
                                                .build(),
                                CloseResponse::getHeaders),
                (left, right) -> null);
    }

    /**
     * @see VersionedMap#events
     */
    public MapEvents<K, V> events() {
        return new MapEvents<>(this, services.values(), EventsInput.getDefaultInstance());
    }

    ClientShell shell() {
        return session.shell();
    }

    MapCodec<K, V> codec() {
        return codec;
    }

    ServiceHandle serviceOf(String key) {
        return services.get(session.partOf(key));
    }

    private <T> CompletionStage<T> everywhere(
            Function<ServiceHandle, CompletionStage<T>> call, BinaryOperator<T> combine) {
        return services.values().stream().map(call).toList().stream()
                .reduce((left, right) -> left.thenCombine(right, combine))
                .orElseThrow();
    }

    private CompletionStage<Optional<Versioned<V>>> presentOrEmpty(CompletionStage<Entry> entry) {
        return entry.thenApply(codec::versioned)
                .thenApply(Optional::of)
                .exceptionally(
                        error -> {
                            if (Failures.hasStatus(error, Status.NOT_FOUND)) {
                                return Optional.empty();
                            }
                            throw new CompletionException(Failures.unwrapped(error));
                        });
    }

    private static List<Entry> entriesOf(List<EntriesResponse> responses) {
        return responses.stream()
                .map(response -> response.getOutput().getEntry())
                .filter(entry -> entry.getIndex() > 0)
                .toList();
    }

    private Map<K, Versioned<V>> inOrder(List<Entry> entries) {
        Map<K, Versioned<V>> ordered = new LinkedHashMap<>();
        entries.stream()
                .sorted(Comparator.comparing(Entry::getKey))
                .forEach(entry -> ordered.put(codec.keyOf(entry), codec.versioned(entry)));
        return ordered;
    }
}
