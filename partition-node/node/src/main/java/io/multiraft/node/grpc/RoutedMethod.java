package io.multiraft.node.grpc;

import com.google.protobuf.Descriptors;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.multiraft.node.admission.Share;
import java.util.List;

/**
 * A gRPC method whose calls are served by the members of a partition.
 *
 * @param share of the node that its calls take
 * @param inputType full name of the request message
 * @param parser reads the partition and all that is needed to execute from a request's bytes
 */
public record RoutedMethod(
        MethodDescriptor<byte[], byte[]> descriptor,
        CallKind kind,
        Share share,
        String inputType,
        Parser parser) {

    /** What the time of a call is made of. */
    public enum CallKind {
        /** Through the log. */
        PROPOSAL,
        /** A linearizable read. */
        QUERY,
        /** As long as the caller listens. */
        STREAM
    }

    /** Reads a request; bytes that are no message of the method may be met. */
    public interface Parser {
        PartitionRequest parse(byte[] request)
                throws InvalidRequestException, InvalidProtocolBufferException;
    }

    public static RoutedMethod of(
            Descriptors.MethodDescriptor method, CallKind kind, Parser parser) {
        MethodDescriptor<byte[], byte[]> descriptor =
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(
                                method.isServerStreaming()
                                        ? MethodType.SERVER_STREAMING
                                        : MethodType.UNARY)
                        .setFullMethodName(
                                MethodDescriptor.generateFullMethodName(
                                        method.getService().getFullName(), method.getName()))
                        .setRequestMarshaller(ByteMarshaller.REQUEST)
                        .setResponseMarshaller(ByteMarshaller.RESPONSE)
                        .build();
        return new RoutedMethod(
                descriptor,
                method.isServerStreaming() ? CallKind.STREAM : kind,
                method.isServerStreaming() ? Share.STREAMS : Share.CALLS,
                method.getInputType().getFullName(),
                parser);
    }

    /** A method of a service that goes through the log. */
    public static RoutedMethod proposal(
            Descriptors.ServiceDescriptor service, String name, Parser parser) {
        return of(service.findMethodByName(name), CallKind.PROPOSAL, parser);
    }

    /** The same of a method that keeps sessions alive, or ends them. */
    public RoutedMethod ofSessions() {
        return new RoutedMethod(descriptor, kind, Share.SESSIONS, inputType, parser);
    }

    PartitionRequest parse(byte[] request) throws InvalidRequestException {
        try {
            return parser.parse(request);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException(
                    "the request is not a valid %s: %s".formatted(inputType, e.getMessage()));
        }
    }

    /**
     * A gRPC service, which reflection can describe by its file.
     *
     * @param local methods that are not routed
     */
    public static ServerServiceDefinition service(
            Descriptors.ServiceDescriptor service,
            List<RoutedMethod> methods,
            CallRouter router,
            List<ServerMethodDefinition<?, ?>> local) {
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getFullName())
                        .setSchemaDescriptor((ProtoFileDescriptorSupplier) service::getFile);
        methods.forEach(method -> descriptor.addMethod(method.descriptor()));
        local.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder definition =
                ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(
                method -> definition.addMethod(method.descriptor(), router.handler(method)));
        local.forEach(definition::addMethod);
        return definition.build();
    }
}
