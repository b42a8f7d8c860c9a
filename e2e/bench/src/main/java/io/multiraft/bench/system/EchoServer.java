package io.multiraft.bench.system;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.management.JMException;
import javax.management.ObjectName;

/** One gRPC server that answers each call with what came: the ceiling of one call per operation. */
final class EchoServer {

    /** What it has allocated since its start. */
    static final String ALLOCATED = "echo_allocated_bytes_total";

    static final MethodDescriptor<BytesValue, BytesValue> ECHO =
            MethodDescriptor.<BytesValue, BytesValue>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("multiraft.bench.Echo/Echo")
                    .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                    .build();

    private EchoServer() {}

    /** Serves until it is killed. Arguments: the port of calls, and that of the metrics. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer metrics =
                HttpServer.create(
                        new InetSocketAddress(loopback, Integer.parseInt(arguments[1])), 0);
        metrics.createContext(
                "/metrics",
                exchange -> {
                    byte[] text =
                            "%s %d\n"
                                    .formatted(ALLOCATED, allocatedBytes())
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        metrics.start();
        Server server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(loopback, Integer.parseInt(arguments[0])))
                        .directExecutor()
                        .addService(
                                ServerServiceDefinition.builder("multiraft.bench.Echo")
                                        .addMethod(
                                                ECHO,
                                                ServerCalls.asyncUnaryCall(
                                                        (request, observer) -> {
                                                            observer.onNext(request);
                                                            observer.onCompleted();
                                                        }))
                                        .build())
                        .build()
                        .start();
        server.awaitTermination();
    }

    static BytesValue message(int bytes) {
        return BytesValue.of(ByteString.copyFrom(new byte[bytes]));
    }

    /** By the threads that are alive; those that serve calls stay so. */
    private static long allocatedBytes() {
        long[] threads = ManagementFactory.getThreadMXBean().getAllThreadIds();
        try {
            long[] bytes =
                    (long[])
                            ManagementFactory.getPlatformMBeanServer()
                                    .invoke(
                                            new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                                            "getThreadAllocatedBytes",
                                            new Object[] {threads},
                                            new String[] {long[].class.getName()});
            long sum = 0;
            for (long one : bytes) {
                sum += Math.max(0, one);
            }
            return sum;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
