package io.multiraft.node.stream;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.multiraft.node.grpc.RoutedHandler;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The methods of a node that are routed to partitions, by their full names. */
final class FrameMethods {

    /** A longer name is none of ours, and is not kept in full. */
    private static final int SHOWN_NAME = 100;

    private final Map<String, RoutedHandler> handlers;
    private final String services;

    /**
     * A name that a stream gave.
     *
     * @param handler null where frames cannot call it
     * @param refusal says why
     */
    record Named(RoutedHandler handler, Status refusal) {}

    FrameMethods(List<ServerServiceDefinition> definitions) {
        this.handlers =
                definitions.stream()
                        .flatMap(service -> service.getMethods().stream())
                        .map(ServerMethodDefinition::getServerCallHandler)
                        .filter(RoutedHandler.class::isInstance)
                        .map(RoutedHandler.class::cast)
                        .collect(Collectors.toMap(FrameMethods::fullName, Function.identity()));
        this.services =
                definitions.stream()
                        .map(service -> service.getServiceDescriptor().getName())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String fullName(RoutedHandler handler) {
        return handler.method().descriptor().getFullMethodName();
    }

    Named named(String name) {
        RoutedHandler handler = handlers.get(name);
        if (handler == null) {
            String shown =
                    name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) + "..." : name;
            return refused(
                    "method \"%s\" is unknown here; accepted are those with one answer of %s"
                            .formatted(shown, services));
        }
        if (handler.method().descriptor().getType() != MethodType.UNARY) {
            return refused(
                    "method \"%s\" answers with a stream, which a frame does not; accepted is a call of its own"
                            .formatted(name));
        }
        return new Named(handler, Status.OK);
    }

    private static Named refused(String description) {
        return new Named(null, Status.UNIMPLEMENTED.withDescription(description));
    }
}
