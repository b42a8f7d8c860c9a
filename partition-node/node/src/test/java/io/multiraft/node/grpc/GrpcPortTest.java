package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.multiraft.node.TestPatience;
import io.multiraft.node.config.NodeConfig;
import java.net.BindException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real port, as a client sees it that knows nothing of our proto files. */
class GrpcPortTest {

    private static final int CALLS_PER_CONNECTION = 100;

    private final FakeCluster cluster = new FakeCluster(1);
    private final NettyThreads threads = new NettyThreads(1);
    private GrpcPort port;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        CallRouter router = cluster.router(0);
        port =
                new GrpcPort(
                        0,
                        threads,
                        CALLS_PER_CONNECTION,
                        List.of(
                                PartitionEndpoint.of(router, NodeConfig.Session.DEFAULT),
                                PrimitiveEndpoint.of(Samples.COUNTER, router),
                                PrimitiveEndpoint.of(Samples.MAP, router)));
        port.start();
        channel = GrpcPort.connect("localhost", port.port(), threads);
        cluster.replica(0, 1).lead(1, "n-0", true);
        cluster.replica(0, 1).answer(Samples.INCREMENTED);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        port.close();
        cluster.close();
        threads.close();
    }

    @Test
    void listsAllServices() throws Exception {
        ServerReflectionResponse response =
                reflect(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(response.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .containsExactlyInAnyOrder(
                        "atomix.multiraft.v1.Partition",
                        "atomix.multiraft.counter.v1.Counter",
                        "atomix.multiraft.map.v1.Map",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void canBeCalledWithWhatReflectionTells() throws Exception {
        ServiceDescriptor counter = describe("atomix.multiraft.counter.v1.Counter");
        Descriptor request = counter.findMethodByName("Increment").getInputType();
        DynamicMessage.Builder message = DynamicMessage.newBuilder(request);
        JsonFormat.parser()
                .merge(
                        """
                        {"headers": {"operation": {"session": {"serviceId": "6", "session": {
                          "sessionId": "5", "partition": {"partitionId": 1}}}}},
                         "input": {"delta": "2"}}
                        """,
                        message);

        FakeCluster.Outcome outcome =
                FakeCluster.call(
                        channel,
                        Samples.call(
                                counter.getFullName() + "/Increment",
                                message.build().toByteArray()));

        DynamicMessage response =
                DynamicMessage.parseFrom(
                        counter.findMethodByName("Increment").getOutputType(),
                        outcome.messages().get(0));
        assertThat(JsonFormat.printer().print(response)).contains("\"value\": \"3\"", "\"OK\"");
    }

    private ServiceDescriptor describe(String service) throws Exception {
        ServerReflectionResponse response =
                reflect(
                        ServerReflectionRequest.newBuilder()
                                .setFileContainingSymbol(service)
                                .build());
        Map<String, FileDescriptorProto> files = new HashMap<>();
        for (var bytes : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
            files.put(file.getName(), file);
        }
        FileDescriptorProto file =
                files.values().stream()
                        .filter(one -> service.equals(one.getPackage() + ".Counter"))
                        .filter(one -> one.getServiceCount() == 1)
                        .findFirst()
                        .orElseThrow();
        return build(file, files).getServices().get(0);
    }

    private static FileDescriptor build(
            FileDescriptorProto file, Map<String, FileDescriptorProto> files) throws Exception {
        FileDescriptor[] dependencies = new FileDescriptor[file.getDependencyCount()];
        for (int i = 0; i < dependencies.length; i++) {
            dependencies[i] = build(files.get(file.getDependency(i)), files);
        }
        return FileDescriptor.buildFrom(file, dependencies);
    }

    private ServerReflectionResponse reflect(ServerReflectionRequest request) throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse response) {
                                        answer.complete(response);
                                    }

                                    @Override
                                    public void onError(Throwable error) {
                                        answer.completeExceptionally(error);
                                    }

                                    @Override
                                    public void onCompleted() {
                                        answer.cancel(false);
                                    }
                                });
        requests.onNext(request);
        ServerReflectionResponse response =
                answer.get(TestPatience.LONG.toSeconds(), TimeUnit.SECONDS);
        requests.onCompleted();
        return response;
    }

    @Test
    void tellsItsHealth() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        HealthCheckRequest all = HealthCheckRequest.getDefaultInstance();
        HealthCheckRequest counter =
                HealthCheckRequest.newBuilder()
                        .setService("atomix.multiraft.counter.v1.Counter")
                        .build();

        assertThat(health.check(all).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        port.setServing(true);
        assertThat(health.check(all).getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(health.check(counter).getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(
                        () ->
                                health.check(
                                        HealthCheckRequest.newBuilder()
                                                .setService("nothing")
                                                .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        error ->
                                assertThat(error.getStatus().getCode())
                                        .isEqualTo(Status.Code.NOT_FOUND));
    }

    @Test
    void refusesWhatIsTooLargeForTheTransportAndGoesOn() {
        byte[] huge = new byte[5 * 1024 * 1024];
        Samples.Call call = Samples.call("atomix.multiraft.map.v1.Map/Put", huge);

        FakeCluster.Outcome outcome = FakeCluster.call(channel, call);

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(outcome.status().getDescription()).contains("4194304");
        assertThat(FakeCluster.call(channel, Samples.increment(1, 1)).status().isOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grpc.health.v1.Health/Check",
                "grpc.health.v1.Health/Watch",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
            })
    void refusesWhatCannotBeReadByServicesThatAreNotOurs(String method) {
        FakeCluster.Outcome outcome = FakeCluster.call(channel, method, new byte[] {-1, -1, 3, 4});

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(outcome.status().getDescription()).startsWith("the request cannot be read: ");
    }

    @Test
    void failsWhenThePortIsTaken() {
        try (GrpcPort second = new GrpcPort(port.port(), threads, 1, List.of())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Address already in use");
        }
    }
}
