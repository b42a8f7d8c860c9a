package io.multiraft.node.session;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ServerServiceDefinition;
import io.multiraft.client.core.PendingCommandsFilter;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.InvalidRequestException;
import io.multiraft.node.grpc.PartitionRequest;
import io.multiraft.node.grpc.RoutedMethod;
import io.multiraft.node.grpc.Routes;
import io.multiraft.node.grpc.SessionTimeouts;
import io.multiraft.proto.headers.RequestHeader;
import io.multiraft.proto.headers.StreamHeader;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.primitive.Name;
import io.multiraft.proto.session.CloseSessionRequest;
import io.multiraft.proto.session.KeepAliveRequest;
import io.multiraft.proto.session.OpenSessionRequest;
import io.multiraft.proto.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Serves {@code atomix.session.SessionService}: each request becomes the same input of the state
 * machine that {@code atomix.multiraft.v1.Partition} makes.
 */
public final class LegacySessionEndpoint {

    private final Routes routes;
    private final SessionTimeouts timeouts;

    private LegacySessionEndpoint(Routes routes, NodeConfig.Session limits) {
        this.routes = routes;
        this.timeouts = new SessionTimeouts(limits);
    }

    /**
     * @param limits of the timeouts of new sessions
     */
    public static ServerServiceDefinition of(CallRouter router, NodeConfig.Session limits) {
        LegacySessionEndpoint endpoint = new LegacySessionEndpoint(router.routes(), limits);
        ServiceDescriptor service = Session.getDescriptor().findServiceByName("SessionService");
        return RoutedMethod.service(
                service,
                List.of(
                        RoutedMethod.proposal(service, "OpenSession", endpoint::openSession),
                        RoutedMethod.proposal(service, "KeepAlive", endpoint::keepAlive)
                                .ofSessions(),
                        RoutedMethod.proposal(service, "CloseSession", endpoint::closeSession)
                                .ofSessions()),
                router,
                List.of());
    }

    private PartitionRequest openSession(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        OpenSessionRequest request = OpenSessionRequest.parseFrom(bytes);
        OpenSessionInput.Builder input = OpenSessionInput.newBuilder();
        if (request.hasTimeout()) {
            input.setTimeout(request.getTimeout());
        }
        Optional<String> refusal = timeouts.refusal(input.build());
        if (refusal.isPresent()) {
            throw new InvalidRequestException(refusal.get());
        }
        return request(
                request.getHeader(),
                false,
                PartitionInput.newBuilder().setOpenSession(timeouts.complete(input.build())));
    }

    private PartitionRequest keepAlive(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        RequestHeader header = KeepAliveRequest.parseFrom(bytes).getHeader();
        LegacyHeaders.requireSession(header);
        return request(
                header, true, PartitionInput.newBuilder().setKeepAlive(acknowledgement(header)));
    }

    /**
     * What a keep-alive acknowledges: every command up to the request id, except that the streams
     * it lists go on, after the response it names.
     */
    private static KeepAliveInput acknowledgement(RequestHeader header) {
        TreeMap<Long, Long> streams = new TreeMap<>();
        for (StreamHeader stream : header.getStreamsList()) {
            streams.put(stream.getStreamId(), stream.getResponseId());
        }
        // With every request another filter: one that takes a number for another does so once.
        int turn = (int) (header.getRequestId() & Integer.MAX_VALUE);
        return KeepAliveInput.newBuilder()
                .setSessionId(header.getSessionId())
                .setLastCommandSequenceNum(header.getRequestId())
                .setPendingCommandsFilter(PendingCommandsFilter.encode(streams.keySet(), turn))
                .putAllOutputStreamSequenceNums(streams)
                .build();
    }

    private PartitionRequest closeSession(byte[] bytes)
            throws InvalidRequestException, InvalidProtocolBufferException {
        CloseSessionRequest request = CloseSessionRequest.parseFrom(bytes);
        LegacyHeaders.requireSession(request.getHeader());
        CloseSessionInput.Builder input =
                CloseSessionInput.newBuilder().setSessionId(request.getHeader().getSessionId());
        if (request.getDelete()) {
            Name name = request.getHeader().getName();
            input.setDeleteServiceNamespace(name.getNamespace())
                    .setDeleteServiceName(name.getName());
        }
        return request(
                request.getHeader(), false, PartitionInput.newBuilder().setCloseSession(input));
    }

    private PartitionRequest request(
            RequestHeader header, boolean repeatable, PartitionInput.Builder input)
            throws InvalidRequestException {
        return new LegacyRequest(
                LegacyHeaders.partition(header, routes.partitionCount()),
                repeatable,
                header.getSessionId(),
                input.build(),
                routes);
    }
}
