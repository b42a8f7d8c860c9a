package io.multiraft.bench.system;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Three members with the settings that etcd has by itself, but for room enough for a long run. */
final class EtcdCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final long STATUS_SECONDS = 2;
    private static final long QUOTA_BYTES = 8L << 30;

    private final Path directory;
    private final List<Integer> clients;
    private final List<Integer> peers;
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();

    private EtcdCluster(Path directory) {
        this.directory = directory;
        List<Integer> ports = Ports.free(2 * SIZE);
        this.clients = ports.subList(0, SIZE);
        this.peers = ports.subList(SIZE, 2 * SIZE);
    }

    static EtcdCluster start(Path program, Path directory) {
        EtcdCluster cluster = new EtcdCluster(directory);
        try {
            for (int member = 0; member < SIZE; member++) {
                cluster.start(program, member);
            }
            cluster.leaderPort();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void start(Path program, int member) {
        String client = url(clients.get(member));
        String peer = url(peers.get(member));
        Path home = directory.resolve(name(member));
        String all =
                IntStream.range(0, SIZE)
                        .mapToObj(one -> name(one) + "=" + url(peers.get(one)))
                        .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of("--name", name(member)));
        command.addAll(List.of("--data-dir", home.resolve("data").toString()));
        command.addAll(List.of("--listen-client-urls", client));
        command.addAll(List.of("--advertise-client-urls", client));
        command.addAll(List.of("--listen-peer-urls", peer));
        command.addAll(List.of("--initial-advertise-peer-urls", peer));
        command.addAll(List.of("--initial-cluster", all));
        command.addAll(List.of("--quota-backend-bytes", Long.toString(QUOTA_BYTES)));
        command.addAll(List.of("--log-level", "warn"));
        processes.add(
                ServerProcess.start(
                        command, Map.of(), home.resolve("log"), URI.create(client + "/metrics")));
        channels.add(
                ManagedChannelBuilder.forAddress("127.0.0.1", clients.get(member))
                        .usePlaintext()
                        .build());
    }

    private static String name(int member) {
        return "e-" + member;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    List<ServerProcess> processes() {
        return processes;
    }

    Path directory() {
        return directory;
    }

    /** Where the member that leads is called. */
    int leaderPort() {
        return Awaitility.await("a member of etcd leads")
                .atMost(SystemStart.BOUND)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .until(this::leader, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Integer> leader() {
        processes.forEach(ServerProcess::requireRunning);
        return clients.stream().filter(this::leads).findFirst();
    }

    /** Whether the member that is called there leads. */
    boolean leads(int port) {
        int member = clients.indexOf(port);
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(STATUS_SECONDS, TimeUnit.SECONDS);
        Optional<StatusResponse> status =
                SystemStart.answer(
                        () ->
                                ClientCalls.blockingUnaryCall(
                                        channels.get(member),
                                        MaintenanceGrpc.getStatusMethod(),
                                        options,
                                        StatusRequest.getDefaultInstance()));
        return status.filter(one -> one.getLeader() == one.getHeader().getMemberId()).isPresent();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        processes.forEach(ServerProcess::close);
    }
}
