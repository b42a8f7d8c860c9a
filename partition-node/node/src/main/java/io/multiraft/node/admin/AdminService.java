package io.multiraft.node.admin;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.grpc.CallRouter;
import io.multiraft.node.grpc.ReadableRequests;
import io.multiraft.node.grpc.RoutedMethod;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.node.v1.NodeOuterClass;
import io.multiraft.proto.node.v1.NodeStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        List<RoutedMethod> routed =
                List.of(
                        RoutedMethod.of(
                                service.findMethodByName("ListSessions"),
                                RoutedMethod.CallKind.QUERY,
                                SessionsRequest::parse),
                        RoutedMethod.of(
                                service.findMethodByName("GetSession"),
                                RoutedMethod.CallKind.QUERY,
                                SessionLookup::parse));
        Set<String> routedNames =
                routed.stream()
                        .map(method -> method.descriptor().getFullMethodName())
                        .collect(Collectors.toSet());
        List<ServerMethodDefinition<?, ?>> local =
                ReadableRequests.of(new NodeEndpoint(config, identity, replicas, router.timers()))
                        .getMethods()
                        .stream()
                        .filter(
                                method ->
                                        !routedNames.contains(
                                                method.getMethodDescriptor().getFullMethodName()))
                        .<ServerMethodDefinition<?, ?>>map(method -> method)
                        .toList();
        return RoutedMethod.service(service, routed, router, local);
    }
}
