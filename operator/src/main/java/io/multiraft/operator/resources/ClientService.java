package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.multiraft.operator.api.MultiRaftCluster;

/** Where programs reach the cluster: any ready node, which forwards to the leader. */
public final class ClientService {

    private ClientService() {}

    public static Service of(MultiRaftCluster cluster) {
        String name = cluster.getMetadata().getName();
        return new ServiceBuilder()
                .withMetadata(ClusterChildren.metadata(cluster, Names.clientService(name)))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Labels.selector(name))
                .addNewPort()
                .withName("grpc")
                .withPort(Ports.API)
                .withNewTargetPort(Ports.API)
                .withProtocol("TCP")
                .withAppProtocol("kubernetes.io/h2c")
                .endPort()
                .endSpec()
                .build();
    }
}
