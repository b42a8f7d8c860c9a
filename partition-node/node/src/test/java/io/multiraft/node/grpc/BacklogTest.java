package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls that have come while the node stood still. */
class BacklogTest {

    private static final int CALLS = 5_000;

    /** As many as there could be in what is read at once: none takes less than 20 bytes. */
    private static final int MOST_AT_ONCE = 16 * 1024 / 20;

    private static final MethodDescriptor<byte[], byte[]> METHOD =
            Samples.call("test.Service/Refused", new byte[0]).method();

    private final NettyThreads threads = new NettyThreads(1);
    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** Of the node's one thread. */
    private int begun;

    private volatile int mostBegun;

    @Test
    void areNotAllBegunBeforeTheFirstIsAnswered() throws Exception {
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("test.Service")
                        .addMethod(METHOD, this::refuse)
                        .build();
        NettyThreads clientThreads = new NettyThreads(1);
        try (GrpcPort port = new GrpcPort(0, threads, 2 * CALLS, List.of(service))) {
            port.start();
            ManagedChannel channel = GrpcPort.connect("localhost", port.port(), clientThreads);
            start(channel);
            standing.await();
            for (int number = 1; number < CALLS; number++) {
                start(channel);
            }
            await().until(() -> sent.get() == CALLS);

            goOn.countDown();

            await().until(() -> ended.get() == CALLS);
            assertThat(mostBegun).isBetween(1, MOST_AT_ONCE);
            channel.shutdownNow();
        } finally {
            goOn.countDown();
            threads.close();
            clientThreads.close();
        }
    }

    /** What is begun between two turns of the thread is not answered before the second. */
    private ServerCall.Listener<byte[]> refuse(ServerCall<byte[], byte[]> call, Metadata headers) {
        if (standing.getCount() > 0) {
            standing.countDown();
            standStill();
        }
        if (begun++ == 0) {
            threads.current()
                    .execute(
                            () -> {
                                mostBegun = Math.max(mostBegun, begun);
                                begun = 0;
                            });
        }
        call.close(Status.RESOURCE_EXHAUSTED, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private void standStill() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void start(ManagedChannel channel) {
        CallOptions options =
                CallOptions.DEFAULT.withStreamTracerFactory(
                        new ClientStreamTracer.Factory() {
                            @Override
                            public ClientStreamTracer newClientStreamTracer(
                                    ClientStreamTracer.StreamInfo info, Metadata headers) {
                                return new ClientStreamTracer() {
                                    @Override
                                    public void outboundHeaders() {
                                        sent.incrementAndGet();
                                    }
                                };
                            }
                        });
        ClientCall<byte[], byte[]> call = channel.newCall(METHOD, options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.incrementAndGet();
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(new byte[0]);
        call.halfClose();
    }
}
