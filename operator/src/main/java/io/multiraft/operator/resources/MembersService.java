package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.multiraft.operator.api.MultiRaftCluster;

/** Gives each node a name in DNS, ready or not: members must find each other to become ready. */
public final class MembersService {

    private MembersService() {}

    public static Service of(MultiRaftCluster cluster) {
        String name = cluster.getMetadata().getName();
        return new ServiceBuilder()
                .withMetadata(ClusterChildren.metadata(cluster, Names.membersService(name)))
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Labels.selector(name))
                .withPorts(
                        port("grpc", Ports.API),
                        port("tcp-peer", Ports.PEER),
                        port("grpc-admin", Ports.ADMIN),
                        port("http", Ports.HTTP))
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withNewTargetPort(port)
                .withProtocol("TCP")
                .build();
    }
}
