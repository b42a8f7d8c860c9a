package io.multiraft.bench.system;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.multiraft.bench.Workload;
import io.multiraft.bench.load.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** etcd by its v3 API, single calls to the member that leads. */
public final class Etcd implements SystemUnderTest {

    private static final String PREFIX_WATCHED = "watched/";

    private final EtcdCluster cluster;
    private Connections connections;

    private Etcd(EtcdCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts three members and waits until one leads.
     *
     * @param program the server
     */
    public static Etcd start(Path program, Path directory) {
        return new Etcd(EtcdCluster.start(program, directory));
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public Optional<Operation> prepare(Workload workload) {
        if (connections != null) {
            connections.close();
        }
        connections = new Connections(cluster.leaderPort());
        return Optional.of(
                switch (workload) {
                    case COUNTER_INCREMENT -> putOne(workload.valueBytes());
                    case MAP_PUT_64, MAP_PUT_1024 -> put(workload.valueBytes());
                    case GET -> get();
                    case MIXED -> Mixture.of(get(), put(workload.valueBytes()));
                    case KEEP_ALIVE -> new EtcdKeepAlive(connections);
                    case FAN_OUT -> fanOut();
                });
    }

    /** It has no counters: a blind write of the same size to one key is the least it can be. */
    private Operation putOne(int bytes) {
        ByteString value = ByteString.copyFrom(new byte[bytes]);
        return (caller, completion) -> put(caller, "counter", value, completion);
    }

    private Operation put(int bytes) {
        ByteString value = ByteString.copyFrom(new byte[bytes]);
        return (caller, completion) -> put(caller, Keys.any(), value, completion);
    }

    private void put(int caller, String key, ByteString value, Operation.Completion completion) {
        PutRequest request =
                PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(value)
                        .build();
        connections.call(caller, KVGrpc.getPutMethod(), request, response -> null, completion);
    }

    private Operation get() {
        ByteString value = ByteString.copyFrom(new byte[Workload.GET.valueBytes()]);
        Preload.all((key, completion) -> put(key, Keys.of(key), value, completion));
        return (caller, completion) ->
                connections.call(
                        caller,
                        KVGrpc.getRangeMethod(),
                        RangeRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(Keys.any()))
                                .build(),
                        response ->
                                response.getCount() == 1
                                        ? null
                                        : new IllegalStateException("no such key"),
                        completion);
    }

    private Operation fanOut() {
        FanOut fanOut =
                new FanOut(
                        (caller, value, completion) ->
                                put(
                                        caller,
                                        PREFIX_WATCHED + caller,
                                        ByteString.copyFrom(value),
                                        completion));
        WatchRequest request =
                WatchRequest.newBuilder()
                        .setCreateRequest(
                                WatchCreateRequest.newBuilder()
                                        .setKey(ByteString.copyFromUtf8(PREFIX_WATCHED))
                                        .setRangeEnd(ByteString.copyFromUtf8("watched0")))
                        .build();
        for (int watcher = 0; watcher < Workload.WATCHERS; watcher++) {
            connections
                    .talk(
                            watcher,
                            WatchGrpc.getWatchMethod(),
                            response ->
                                    response.getEventsList().stream()
                                            .map(Event::getKv)
                                            .forEach(
                                                    entry ->
                                                            fanOut.seen(
                                                                    entry.getValue()
                                                                            .toByteArray())))
                    .onNext(request);
        }
        fanOut.awaitWatchers();
        return fanOut;
    }

    @Override
    public boolean stillLed() {
        return cluster.leads(connections.port());
    }

    @Override
    public List<ServerProcess> processes() {
        return cluster.processes();
    }

    @Override
    public Path directory() {
        return cluster.directory();
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.close();
        }
        cluster.close();
    }
}
