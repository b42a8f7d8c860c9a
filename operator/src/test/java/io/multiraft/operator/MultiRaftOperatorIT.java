package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.apiserver.ApiServer;
import io.multiraft.operator.apiserver.FakeCluster;
import io.multiraft.operator.resources.NodeDefaults;
import io.multiraft.proto.node.v1.SessionDetail;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The whole operator against a real API server, with nodes that are only talk. */
class MultiRaftOperatorIT {

    private static ApiServer server;
    private static KubernetesClient client;
    private static int namespaces;

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private String namespace;
    private FakeCluster nodes;

    @BeforeAll
    static void startServer() throws Exception {
        server = ApiServer.start();
        client = server.client();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeNamespace(TestInfo test) throws Exception {
        namespace = "test-" + ++namespaces;
        createNamespace(namespace);
        nodes = new FakeCluster("sample", 3, 3);
        closeables.add(nodes);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
    }

    @Test
    void clusterGetsItsChildrenAndThenItsLeaders() {
        startOperator(namespace);
        createCluster("{}");
        await().until(() -> find(StatefulSet.class, "sample") != null);
        await().untilAsserted(
                        () -> assertThat(partition(1).getStatus().readyMembers()).isEqualTo("0/3"));
        assertThat(reason(partition(1).getStatus().conditions())).isEqualTo("NotBootstrapped");
        assertThat(config()).contains("bootstrap: true").doesNotContain("bootstrap: false");
        assertThat(partition(2).getSpec().members())
                .containsExactly("sample-1", "sample-2", "sample-0");

        createPods();
        nodes.electAll();
        await().untilAsserted(
                        () -> assertThat(partition(3).getStatus().leader()).isEqualTo("sample-2"));
        await().untilAsserted(() -> assertThat(config()).doesNotContain("bootstrap: true"));
        await().untilAsserted(
                        () -> {
                            assertThat(cluster().getStatus().leaders()).isEqualTo("3/3");
                            assertThat(cluster().getStatus().quorum()).isEqualTo("3/3");
                            assertThat(cluster().getStatus().version()).isEqualTo("1.2.3");
                        });
        assertThat(cluster().getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void idleOperatorAndASecondOneWriteNothing() throws Exception {
        AutoCloseable first = startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        createSession("mine", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("mine") == SessionState.OPENED);
        await().untilAsserted(() -> assertThat(config()).doesNotContain("bootstrap: true"));
        awaitQuiet();
        first.close();
        writes.clear();

        startOperator(namespace);
        // Leaves the new one time to look at everything, sign of life of each node included.
        Awaitility.await()
                .during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(writes).isEmpty());
    }

    @Test
    void newLeaderShowsThoughTheOldOneFellSilent() {
        startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(() -> "sample-0".equals(partition(1).getStatus().leader()));

        nodes.cut("sample-0");
        nodes.elect(1, "sample-1");
        await().until(() -> "sample-1".equals(partition(1).getStatus().leader()));
        await().untilAsserted(
                        () -> assertThat(partition(1).getStatus().readyMembers()).isEqualTo("2/3"));
        assertThat(partition(1).getStatus().term()).isEqualTo(2);
        assertThat(events(partition(1).getMetadata().getUid(), "LeaderElected")).hasSize(2);
    }

    @Test
    void bootstrappedIsNeverForgotten() {
        startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        await().untilAsserted(() -> assertThat(config()).doesNotContain("bootstrap: true"));
        await().until(
                        () ->
                                Boolean.TRUE.equals(
                                        cluster().getStatus().partitions().get(0).bootstrapped()));
        nodes.elect(1, "");
        await().until(() -> partition(1).getStatus().leader() == null);
        client.resources(Partition.class).inNamespace(namespace).withName("sample-1").delete();
        await().until(
                        () ->
                                find(Partition.class, "sample-1") != null
                                        && partition(1).getStatus() != null);
        assertThat(config()).doesNotContain("bootstrap: true");
    }

    @Test
    void sessionHealsWhenItsClusterAppears() {
        startOperator(namespace);
        createSession("early", "{cluster: sample, kind: Counter, primitive: {id: orders}}");
        await().until(() -> "ClusterNotFound".equals(sessionReason("early")));
        assertThat(state("early")).isEqualTo(SessionState.NONE);
        assertThat(events(session("early").getMetadata().getUid(), "ClusterNotFound")).hasSize(1);

        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(() -> state("early") == SessionState.OPENED);
        assertThat(session("early").getStatus().openPartitions()).isEqualTo("1/1");
        assertThat(session("early").getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void deletedSessionEnds() {
        startWithCluster();
        createSession("mine", "{cluster: sample}");
        await().until(() -> state("mine") == SessionState.OPENED);
        assertThat(nodes.open(2)).hasSize(1);
        client.resource(session("mine")).delete();
        await().until(this::allClosed);
    }

    @Test
    void sessionDeletedWhileTheOperatorWasDownEndsAfterItsStart() throws Exception {
        AutoCloseable first = startWithCluster();
        createSession("gone", "{cluster: sample}");
        createSession("stays", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("gone") == SessionState.OPENED);
        await().until(() -> state("stays") == SessionState.OPENED);
        first.close();
        client.resource(session("gone")).delete();

        startOperator(namespace);
        await().until(() -> nodes.open(1).size() == 1 && nodes.open(3).size() == 1);
        assertThat(nodes.open(1).get(0).getSession().getMeta().getId().getName())
                .isEqualTo("stays");
        assertThat(state("stays")).isEqualTo(SessionState.OPENED);
    }

    @Test
    void sessionMadeAnewUnderTheSameNameIsAnotherSession() {
        startWithCluster();
        createSession("again", "{cluster: sample}");
        await().until(() -> state("again") == SessionState.OPENED);
        ByteKey first = ByteKey.of(nodes.open(1).get(0));
        client.resource(session("again")).delete();
        createSession("again", "{cluster: sample}");
        await().until(
                        () ->
                                state("again") == SessionState.OPENED
                                        && nodes.open(1).size() == 1
                                        && !ByteKey.of(nodes.open(1).get(0)).equals(first));
    }

    @Test
    void sessionThatExpiredOnOnePartitionIsClosedOnAllAndItsObjectGoesAfterAWhile() {
        startWithCluster();
        createSession("brief", "{cluster: sample, ttlAfterClosed: 2s}");
        await().until(() -> state("brief") == SessionState.OPENED);
        nodes.end(2, nodes.open(2).get(0).getSessionId(), SessionDetail.State.EXPIRED);
        await().until(() -> state("brief") == SessionState.CLOSED);
        assertThat(sessionReason("brief")).isEqualTo("Expired");
        assertThat(allClosed()).isTrue();
        await().until(() -> find(Session.class, "brief") == null);
    }

    @Test
    void otherNamespacesAreServedOnlyWhenAllowed() throws Exception {
        String guest = namespace + "-guest";
        createNamespace(guest);
        String stranger = namespace + "-stranger";
        createNamespace(stranger);
        startOperator(namespace, guest, stranger);
        createCluster("{allowedNamespaces: [%s]}".formatted(guest));
        createPods();
        nodes.electAll();
        String spec = "{cluster: sample, clusterNamespace: %s}".formatted(namespace);
        create(guest, "visit", spec);
        create(stranger, "visit", spec);
        await().until(() -> state(guest, "visit") == SessionState.OPENED);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                reason(
                                                        session(stranger, "visit")
                                                                .getStatus()
                                                                .conditions()))
                                        .isEqualTo("NamespaceNotAllowed"));
        assertThat(nodes.open(1).get(0).getSession().getMeta().getId().getName())
                .isEqualTo(guest + ".visit");
    }

    @Test
    void objectsOfOthersAreLeftAlone() {
        Service foreign =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName("sample")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build();
        client.resource(foreign).create();
        startOperator(namespace);
        createCluster("{}");
        await().until(
                        () ->
                                cluster().getStatus() != null
                                        && "ApplyFailed"
                                                .equals(
                                                        reason(
                                                                cluster()
                                                                        .getStatus()
                                                                        .conditions())));
        assertThat(message(cluster().getStatus().conditions()))
                .contains("Service sample exists and is not part of this cluster");
        assertThat(find(Service.class, "sample").getSpec().getPorts().get(0).getPort())
                .isEqualTo(80);
        assertThat(find(StatefulSet.class, "sample")).isNotNull();
    }

    @Test
    void whatSomebodyChangedIsPutRight() {
        startOperator(namespace);
        createCluster("{}");
        await().until(() -> find(StatefulSet.class, "sample") != null);
        await().until(() -> find(Service.class, "sample") != null);
        client.services()
                .inNamespace(namespace)
                .withName("sample")
                .edit(
                        service -> {
                            service.getSpec()
                                    .getSelector()
                                    .put("app.kubernetes.io/instance", "other");
                            return service;
                        });
        await().until(
                        () ->
                                find(Service.class, "sample")
                                        .getSpec()
                                        .getSelector()
                                        .containsValue("sample"));
    }

    // ---- what the tests do

    private AutoCloseable startWithCluster() {
        AutoCloseable operator = startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(
                        () ->
                                partition(3).getStatus() != null
                                        && partition(3).getStatus().leader() != null);
        return operator;
    }

    private AutoCloseable startOperator(String... watched) {
        OperatorConfig config =
                new OperatorConfig(
                        Set.of(watched),
                        new NodeDefaults("multiraft/node:test", "IfNotPresent", List.of()),
                        false,
                        "lease",
                        namespace,
                        "operator",
                        0,
                        "text",
                        "info");
        KubernetesClient own =
                new KubernetesClientBuilder()
                        .withConfig(server.config())
                        .withHttpClientBuilderConsumer(
                                builder -> builder.addOrReplaceInterceptor("writes", new Writes()))
                        .build();
        await().until(() -> new ApiServerCheck(own, config.watchNamespaces()).obstacle().isEmpty());
        MultiRaftOperator operator =
                new MultiRaftOperator(
                        config, own, nodes, Metrics.NOOP, Clock.systemUTC(), () -> {});
        operator.start();
        boolean[] closed = new boolean[1];
        AutoCloseable once =
                () -> {
                    if (!closed[0]) {
                        closed[0] = true;
                        operator.close();
                        own.close();
                    }
                };
        closeables.add(once);
        return once;
    }

    private final class Writes implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (!request.method().equals("GET")) {
                writes.add(request.method() + " " + request.uri().getPath());
            }
        }
    }

    private record ByteKey(String nonce) {
        static ByteKey of(SessionDetail detail) {
            return new ByteKey(detail.getNonce().toStringUtf8());
        }
    }

    private void awaitQuiet() {
        int[] last = new int[] {-1};
        await().pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> {
                            int before = last[0];
                            last[0] = writes.size();
                            return before == last[0];
                        });
    }

    private boolean allClosed() {
        return nodes.open(1).isEmpty() && nodes.open(2).isEmpty() && nodes.open(3).isEmpty();
    }

    private static void createNamespace(String name) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }

    private void createCluster(String spec) {
        client.resource(Objects.cluster(namespace, "sample", spec)).create();
    }

    private void createSession(String name, String spec) {
        create(namespace, name, spec);
    }

    private static void create(String namespace, String name, String spec) {
        client.resource(Objects.session(namespace, name, spec)).create();
    }

    private void createPods() {
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

    private <T extends io.fabric8.kubernetes.api.model.HasMetadata> T find(
            Class<T> kind, String name) {
        return client.resources(kind).inNamespace(namespace).withName(name).get();
    }

    private MultiRaftCluster cluster() {
        return find(MultiRaftCluster.class, "sample");
    }

    private Partition partition(int id) {
        return find(Partition.class, "sample-" + id);
    }

    private Session session(String name) {
        return session(namespace, name);
    }

    private static Session session(String namespace, String name) {
        return client.resources(Session.class).inNamespace(namespace).withName(name).get();
    }

    private SessionState state(String name) {
        return state(namespace, name);
    }

    private static SessionState state(String namespace, String name) {
        Session session = session(namespace, name);
        return session.getStatus() == null ? null : session.getStatus().state();
    }

    private String sessionReason(String name) {
        Session session = session(name);
        return session.getStatus() == null ? "" : reason(session.getStatus().conditions());
    }

    private static String reason(List<Condition> conditions) {
        return conditions.get(0).reason();
    }

    private static String message(List<Condition> conditions) {
        return conditions.get(0).message();
    }

    private String config() {
        return client.configMaps()
                .inNamespace(namespace)
                .withName("sample-config")
                .get()
                .getData()
                .get("node.yaml");
    }

    private List<Event> events(String uid, String reason) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getUid().equals(uid))
                .filter(event -> event.getReason().equals(reason))
                .toList();
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }
}
