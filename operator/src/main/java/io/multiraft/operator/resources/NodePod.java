package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.multiraft.operator.api.ClusterSpec;
import io.multiraft.operator.api.MultiRaftCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod of a node: fit for the restricted pod security standard, with nothing writable but its
 * data.
 */
final class NodePod {

    private static final long USER = 65532;
    private static final String CONFIG = "config";
    private static final String CONFIG_DIRECTORY = "/etc/multiraft";
    private static final String TEMPORARY = "tmp";

    private NodePod() {}

    static PodTemplateSpec template(MultiRaftCluster cluster, NodeDefaults defaults) {
        ClusterSpec spec = cluster.getSpec();
        String name = cluster.getMetadata().getName();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Labels.of(name))
                .addToAnnotations(Labels.CONFIG_HASH, NodeConfigMap.hash(cluster))
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                // Service variables would look like settings of the node.
                .withEnableServiceLinks(false)
                // Time to hand over leadership and to close the logs.
                .withTerminationGracePeriodSeconds(30L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(pullSecrets(spec, defaults))
                .withPriorityClassName(spec.priorityClassName())
                .withNodeSelector(spec.nodeSelector())
                .withTolerations(NodeScheduling.tolerations(spec))
                .withTopologySpreadConstraints(NodeScheduling.spread(spec, Labels.selector(name)))
                .withContainers(container(spec, defaults))
                .withVolumes(volumes(name))
                .endSpec()
                .build();
    }

    private static Container container(ClusterSpec spec, NodeDefaults defaults) {
        return new ContainerBuilder()
                .withName("node")
                .withImage(Optional.ofNullable(spec.image()).orElse(defaults.image()))
                .withImagePullPolicy(
                        Optional.ofNullable(spec.imagePullPolicy())
                                .map(Enum::name)
                                .orElse(defaults.imagePullPolicy()))
                .withArgs("serve")
                .withEnv(environment(spec))
                .withPorts(
                        port("grpc", Ports.API),
                        port("peer", Ports.PEER),
                        port("admin", Ports.ADMIN),
                        port("http", Ports.HTTP))
                .withResources(resources(spec))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withStartupProbe(probe("/livez", 1, 120))
                .withLivenessProbe(probe("/livez", 10, 3))
                .withReadinessProbe(probe("/readyz", 2, 3))
                .addNewVolumeMountLike(
                        new VolumeMountBuilder()
                                .withName(CONFIG)
                                .withMountPath(CONFIG_DIRECTORY)
                                .withReadOnly(true)
                                .build())
                .endVolumeMount()
                .addNewVolumeMountLike(
                        new VolumeMountBuilder()
                                .withName(NodeStatefulSet.DATA)
                                .withMountPath(NodeConfigMap.DATA_DIRECTORY)
                                .build())
                .endVolumeMount()
                .addNewVolumeMountLike(
                        new VolumeMountBuilder().withName(TEMPORARY).withMountPath("/tmp").build())
                .endVolumeMount()
                .build();
    }

    private static List<EnvVar> environment(ClusterSpec spec) {
        List<EnvVar> environment = new ArrayList<>();
        environment.add(
                new EnvVarBuilder()
                        .withName("MULTIRAFT_NAME")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withApiVersion("v1")
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .build());
        NodeHeap.flags(spec.resources())
                .ifPresent(
                        flags -> environment.add(new EnvVar("MULTIRAFT_JAVA_FLAGS", flags, null)));
        return environment;
    }

    private static List<Volume> volumes(String cluster) {
        return List.of(
                new VolumeBuilder()
                        .withName(CONFIG)
                        .withNewConfigMap()
                        .withName(Names.configMap(cluster))
                        .endConfigMap()
                        .build(),
                new VolumeBuilder().withName(TEMPORARY).withNewEmptyDir().endEmptyDir().build());
    }

    private static List<LocalObjectReference> pullSecrets(ClusterSpec spec, NodeDefaults defaults) {
        return Optional.ofNullable(spec.imagePullSecrets())
                .orElse(defaults.imagePullSecrets())
                .stream()
                .map(LocalObjectReference::new)
                .toList();
    }

    private static ResourceRequirements resources(ClusterSpec spec) {
        return new ResourceRequirementsBuilder()
                .withRequests(Optional.ofNullable(spec.resources().requests()).orElse(Map.of()))
                .withLimits(Optional.ofNullable(spec.resources().limits()).orElse(Map.of()))
                .build();
    }

    private static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(Ports.HTTP)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(2)
                .withFailureThreshold(failures)
                .build();
    }
}
