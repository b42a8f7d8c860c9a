package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.observe.NodeAddress;
import io.multiraft.operator.resources.Ports;
import java.util.Optional;

/** Where the node in a pod is reached. */
@FunctionalInterface
public interface NodePods {

    /** Empty while the pod has no address. */
    Optional<NodeAddress> address(Pod pod);

    /** By the pod's IP address and the ports of the container. */
    static NodePods byIp() {
        return pod ->
                Optional.ofNullable(pod.getStatus())
                        .map(status -> status.getPodIP())
                        .filter(ip -> !ip.isEmpty())
                        .map(ip -> new NodeAddress(ip, Ports.ADMIN, Ports.API));
    }
}
