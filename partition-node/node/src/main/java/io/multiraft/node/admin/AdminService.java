package io.multiraft.node.admin;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.ReadableRequests;
import io.multiraft.node.grpc.RoutedMethod;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.NodeGrpc;
import io.multiraft.proto.node.v1.NodeOuterClass;
import io.multiraft.proto.node.v1.NodeStatus;
import java.util.List;

/**
 * The whole admin service: what this node says of itself, and what the leader of a partition says.
 */
public final class AdminService {

    private AdminService() {}

    /**
     * @param router brings calls to the admin ports of other nodes
     */
    public static ServerServiceDefinition of(
            NodeConfig config,
            String incarnation,
            String version,
            List<? extends PartitionReplica> replicas,
            CallRouter router) {
        NodeStatus identity =
                NodeStatus.newBuilder()
                        .setCluster(config.cluster())
                        .setName(config.name())
                        .setIncarnation(incarnation)
                        .setVersion(version)
                        .build();
        ServiceDescriptor service = NodeOuterClass.getDescriptor().findServiceByName("Node");
        RoutedMethod listSessions =
                RoutedMethod.of(
                        service.findMethodByName("ListSessions"),
                        RoutedMethod.CallKind.QUERY,
                        SessionsRequest::parse);
        String routed = NodeGrpc.getListSessionsMethod().getFullMethodName();
        List<ServerMethodDefinition<?, ?>> local =
                ReadableRequests.of(new NodeEndpoint(config, identity, replicas, router.timers()))
                        .getMethods()
                        .stream()
                        .filter(
                                method ->
                                        !method.getMethodDescriptor()
                                                .getFullMethodName()
                                                .equals(routed))
                        .<ServerMethodDefinition<?, ?>>map(method -> method)
                        .toList();
        return RoutedMethod.service(service, List.of(listSessions), router, local);
    }
}
