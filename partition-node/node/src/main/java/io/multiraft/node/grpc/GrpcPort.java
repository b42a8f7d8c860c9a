package io.multiraft.node.grpc;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.FixedRecvByteBufAllocator;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A port that speaks gRPC: the services, and with them health and reflection. */
public final class GrpcPort implements AutoCloseable {

    private static final int MAX_TRANSPORT_BYTES = 4 * 1024 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /**
     * A connection is read so far, and then what came of it is written. A connection that had to
     * wait for a while would else bring a megabyte of calls, all of which are on the heap until the
     * last of them is begun, those too that are refused.
     */
    private static final int READ_BYTES = 16 * 1024;

    /** A pod that is gone does not refuse a connection, it is silent. */
    private static final int CONNECT_TIMEOUT_MILLIS = 1_500;

    private final Server server;
    private final HealthStatusManager health = new HealthStatusManager();
    private final List<String> services;

    /**
     * @param threads read and write for all connections; calls are begun on them, so nothing that a
     *     service does may block
     * @param callsPerConnection under way at most, also those that ended but whose end the caller
     *     does not read; it is told, and waits with more
     */
    public GrpcPort(
            int port,
            NettyThreads threads,
            int callsPerConnection,
            List<ServerServiceDefinition> definitions) {
        this.services =
                definitions.stream()
                        .map(definition -> definition.getServiceDescriptor().getName())
                        .toList();
        setServing(false);
        NettyServerBuilder builder =
                NettyServerBuilder.forPort(port)
                        .bossEventLoopGroup(threads.group())
                        .workerEventLoopGroup(threads.group())
                        .channelType(threads.serverChannelType())
                        .withChildOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
                        .directExecutor()
                        .maxInboundMessageSize(MAX_TRANSPORT_BYTES)
                        .maxInboundMetadataSize(MAX_HEADER_BYTES)
                        .maxConcurrentCallsPerConnection(callsPerConnection)
                        // Smart clients and other nodes look for dead connections this often.
                        .permitKeepAliveTime(1, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true);
        definitions.forEach(builder::addService);
        this.server =
                builder.addService(ReadableRequests.of(health.getHealthService()))
                        .addService(ReadableRequests.of(ProtoReflectionServiceV1.newInstance()))
                        .addService(ReadableRequests.of(olderReflection()))
                        .build();
    }

    /** What command-line clients asked for before there was a version 1. */
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    /**
     * @throws BindException when the port cannot be bound, with the reason
     */
    public void start() throws BindException {
        try {
            server.start();
        } catch (IOException e) {
            // The reason is in the cause, an exception of Netty's own where it uses epoll.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            BindException failure = new BindException(reason.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /** The port that was bound, also where 0 was asked for. */
    public int port() {
        return server.getPort();
    }

    /** What the health service says of this port and each of its services. */
    public void setServing(boolean serving) {
        ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        services.forEach(service -> health.setStatus(service, status));
    }

    /** Takes no new calls, and gives those under way some time to end. */
    public void stop(long timeoutMillis) throws InterruptedException {
        server.shutdown();
        if (!server.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** A channel to another node's port, which finds out within seconds that the node is gone. */
    public static ManagedChannel connect(String host, int port, NettyThreads threads) {
        return NettyChannelBuilder.forAddress(host, port)
                .eventLoopGroup(threads.group())
                .channelType(threads.channelType())
                .directExecutor()
                .usePlaintext()
                .disableRetry()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(2, TimeUnit.SECONDS)
                .build();
    }
}
