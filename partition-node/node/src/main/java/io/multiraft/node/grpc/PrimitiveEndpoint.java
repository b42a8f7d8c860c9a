package io.multiraft.node.grpc;

import com.google.protobuf.Descriptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/**
 * Serves a primitive from its proto file alone: the options of service, methods and fields say what
 * goes into the log, what is read, and which fields are the headers, the input and the output.
 */
public final class PrimitiveEndpoint {

    private PrimitiveEndpoint() {}

    /**
     * @throws IllegalArgumentException where an option is missing: the proto file is wrong
     */
    public static ServerServiceDefinition of(
            Descriptors.ServiceDescriptor service, CallRouter router) {
        List<RoutedMethod> methods =
                service.getMethods().stream()
                        .map(method -> new PrimitiveMethod(method).routed())
                        .toList();
        return RoutedMethod.service(service, methods, router, List.of());
    }
}
