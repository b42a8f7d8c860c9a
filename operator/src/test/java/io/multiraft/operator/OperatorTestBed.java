package io.multiraft.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.apiserver.ApiServer;
import io.multiraft.operator.apiserver.FakeCluster;
import io.multiraft.operator.apiserver.SharedApiServer;
import io.multiraft.operator.resources.NodeDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What tests of the whole operator share: a real API server, a namespace of the test's own, and
 * nodes that are only talk.
 */
@ExtendWith(SharedApiServer.class)
abstract class OperatorTestBed {

    static final Duration LEADER_BALANCE_AFTER = Duration.ofSeconds(1);
    static final int MIRRORED_SESSIONS_MAX = 5;

    private static int namespaces;

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private ApiServer server;
    KubernetesClient client;
    String namespace;
    FakeCluster nodes;

    @BeforeEach
    final void makeNamespace(ApiServer shared) throws Exception {
        server = shared;
        client = server.client();
        closeables.add(client);
        namespace = "test-" + ++namespaces;
        createNamespace(namespace);
        nodes = new FakeCluster("sample", 3, 3);
        closeables.add(nodes);
    }

    @AfterEach
    final void close() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
    }

    /** With a cluster whose partitions are led by their preferred leaders. */
    final RunningOperator startWithCluster() {
        RunningOperator operator = startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(
                        () ->
                                partition(3).getStatus() != null
                                        && partition(3).getStatus().leader() != null);
        return operator;
    }

    /** The only operator, for these namespaces. */
    final RunningOperator startOperator(String... watched) {
        return start("operator", false, watched);
    }

    /** One of several that agree by a Lease on the one that acts. */
    final RunningOperator startReplica(String name) {
        return start(name, true, namespace);
    }

    private RunningOperator start(String name, boolean leaderElection, String... watched) {
        OperatorConfig config =
                new OperatorConfig(
                        Set.of(watched),
                        new NodeDefaults("multiraft/node:test", "IfNotPresent", List.of()),
                        LEADER_BALANCE_AFTER,
                        MIRRORED_SESSIONS_MAX,
                        leaderElection,
                        "lease",
                        namespace,
                        name,
                        0,
                        "text",
                        "info");
        RunningOperator operator = new RunningOperator(server, config, nodes);
        closeables.add(operator);
        return operator;
    }

    /** Waits for a while without writes. */
    static void awaitQuiet(RunningOperator operator) {
        int[] last = new int[] {-1};
        await().pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> {
                            int before = last[0];
                            last[0] = operator.writes().size();
                            return before == last[0];
                        });
    }

    final boolean allClosed() {
        return nodes.open(1).isEmpty() && nodes.open(2).isEmpty() && nodes.open(3).isEmpty();
    }

    final void createNamespace(String name) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }

    final void createCluster(String spec) {
        client.resource(Objects.cluster(namespace, "sample", spec)).create();
    }

    final void createSession(String name, String spec) {
        create(namespace, name, spec);
    }

    final void create(String namespace, String name, String spec) {
        client.resource(Objects.session(namespace, name, spec)).create();
    }

    final void createPods() {
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            Pod pod =
                    new PodBuilder()
                            .withMetadata(
                                    new ObjectMetaBuilder()
                                            .withName("sample-" + ordinal)
                                            .withNamespace(namespace)
                                            .withLabels(
                                                    Map.of(
                                                            "app.kubernetes.io/managed-by",
                                                            "multiraft-operator",
                                                            "multiraft.atomix.io/cluster",
                                                            "sample"))
                                            .build())
                            .withNewSpec()
                            .addNewContainer()
                            .withName("node")
                            .withImage("none")
                            .endContainer()
                            .endSpec()
                            .build();
            client.resource(pod).create();
            client.resource(
                            new PodBuilder(pod)
                                    .withNewStatus()
                                    .withPodIP("10.0.0." + (ordinal + 1))
                                    .endStatus()
                                    .build())
                    .patchStatus();
        }
    }

    /** The StatefulSet's controller, which is not there, has brought all pods up. */
    final void rollOut() {
        await().until(() -> find(StatefulSet.class, "sample") != null);
        client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName("sample")
                .editStatus(
                        set ->
                                new StatefulSetBuilder(set)
                                        .withNewStatus()
                                        .withObservedGeneration(set.getMetadata().getGeneration())
                                        .withReplicas(3)
                                        .withReadyReplicas(3)
                                        .withUpdatedReplicas(3)
                                        .withUpdateRevision("1")
                                        .endStatus()
                                        .build());
    }

    final <T extends HasMetadata> T find(Class<T> kind, String name) {
        return client.resources(kind).inNamespace(namespace).withName(name).get();
    }

    /** By a patch, as the operator may write the status meanwhile. */
    final <T extends HasMetadata> void edit(Class<T> kind, String name, Consumer<T> change) {
        client.resources(kind)
                .inNamespace(namespace)
                .withName(name)
                .edit(
                        object -> {
                            change.accept(object);
                            return object;
                        });
    }

    /** So that it is looked at again. */
    final void touch(String session) {
        edit(
                Session.class,
                session,
                object -> object.getMetadata().setAnnotations(Map.of("touched", "once")));
    }

    final MultiRaftCluster cluster() {
        return find(MultiRaftCluster.class, "sample");
    }

    final Partition partition(int id) {
        return find(Partition.class, "sample-" + id);
    }

    final Session session(String name) {
        return session(namespace, name);
    }

    final Session session(String namespace, String name) {
        return client.resources(Session.class).inNamespace(namespace).withName(name).get();
    }

    final SessionState state(String name) {
        return state(namespace, name);
    }

    final SessionState state(String namespace, String name) {
        Session session = session(namespace, name);
        return session.getStatus() == null ? null : session.getStatus().state();
    }

    final String sessionReason(String name) {
        Session session = session(name);
        return session.getStatus() == null ? "" : reason(session.getStatus().conditions());
    }

    static String reason(List<Condition> conditions) {
        return conditions.get(0).reason();
    }

    static String message(List<Condition> conditions) {
        return conditions.get(0).message();
    }

    final String config() {
        return client.configMaps()
                .inNamespace(namespace)
                .withName("sample-config")
                .get()
                .getData()
                .get("node.yaml");
    }

    /** How often something was told of an object: the same news again counts up one event. */
    final int told(HasMetadata object, String reason) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .filter(
                        event ->
                                event.getRegarding().getUid().equals(object.getMetadata().getUid()))
                .map(Event::getSeries)
                .mapToInt(series -> series == null ? 1 : series.getCount())
                .sum();
    }

    /** Long, for it asserts nothing about speed: a busy machine gets the time it takes. */
    static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }
}
