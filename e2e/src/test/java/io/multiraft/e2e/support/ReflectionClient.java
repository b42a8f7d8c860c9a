package io.multiraft.e2e.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls a server of which it knows nothing but what the server says of itself, as grpcurl does. */
public final class ReflectionClient implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final ManagedChannel channel;
    private final Map<String, FileDescriptor> files = new HashMap<>();

    public ReflectionClient(String address) {
        channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    }

    public List<String> services() {
        return ask(ServerReflectionRequest.newBuilder().setListServices("").build())
                .getListServicesResponse()
                .getServiceList()
                .stream()
                .map(ServiceResponse::getName)
                .toList();
    }

    /**
     * @param request in protobuf's text format
     */
    public DynamicMessage call(String service, String method, String request) {
        MethodDescriptor descriptor = describe(service).findMethodByName(method);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor.getInputType());
        try {
            TextFormat.merge(request, message);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(request, e);
        }
        return call(descriptor, message.build());
    }

    /**
     * @param request in JSON
     */
    public DynamicMessage callWithJson(String service, String method, String request) {
        MethodDescriptor descriptor = describe(service).findMethodByName(method);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor.getInputType());
        try {
            JsonFormat.parser().merge(request, message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(request, e);
        }
        return call(descriptor, message.build());
    }

    private DynamicMessage call(MethodDescriptor descriptor, DynamicMessage message) {
        return ClientCalls.blockingUnaryCall(
                channel,
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(MethodType.UNARY)
                        .setFullMethodName(
                                descriptor.getService().getFullName() + "/" + descriptor.getName())
                        .setRequestMarshaller(marshaller(descriptor.getInputType()))
                        .setResponseMarshaller(marshaller(descriptor.getOutputType()))
                        .build(),
                CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS),
                message);
    }

    private static io.grpc.MethodDescriptor.Marshaller<DynamicMessage> marshaller(
            com.google.protobuf.Descriptors.Descriptor type) {
        return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
    }

    private ServiceDescriptor describe(String service) {
        ServerReflectionResponse response =
                ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build());
        Map<String, FileDescriptorProto> protos = new HashMap<>();
        try {
            for (ByteString bytes :
                    response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
                FileDescriptorProto proto = FileDescriptorProto.parseFrom(bytes);
                protos.put(proto.getName(), proto);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        String name = service.substring(service.lastIndexOf('.') + 1);
        return protos.keySet().stream()
                .map(file -> link(file, protos).findServiceByName(name))
                .filter(found -> found != null && found.getFullName().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private FileDescriptor link(String file, Map<String, FileDescriptorProto> protos) {
        if (!files.containsKey(file)) {
            FileDescriptorProto proto = protos.get(file);
            FileDescriptor[] dependencies =
                    proto.getDependencyList().stream()
                            .map(dependency -> link(dependency, protos))
                            .toArray(FileDescriptor[]::new);
            try {
                files.put(file, FileDescriptor.buildFrom(proto, dependencies));
            } catch (DescriptorValidationException e) {
                throw new IllegalStateException(file, e);
            }
        }
        return files.get(file);
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel)
                        .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
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
                                        answer.completeExceptionally(
                                                new IllegalStateException("no answer"));
                                    }
                                });
        requests.onNext(request);
        ServerReflectionResponse response = answer.join();
        requests.onCompleted();
        if (response.hasErrorResponse()) {
            throw new IllegalStateException(response.getErrorResponse().getErrorMessage());
        }
        return response;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
