package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Partition;
import io.multiraft.operator.api.SessionState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a cluster object: children, leaders, status. */
class ClusterIT extends OperatorTestBed {

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
    void statusSpeaksOfTheGenerationItJudges() {
        startWithCluster();
        rollOut();
        await().untilAsserted(
                        () ->
                                assertThat(reason(cluster().getStatus().conditions()))
                                        .isEqualTo("Ready"));
        await().until(() -> told(cluster(), "Ready") == 1);
        edit(
                MultiRaftCluster.class,
                "sample",
                changed ->
                        changed.setSpec(
                                Objects.defaulted(namespace, "sample", "{logging: {level: debug}}")
                                        .getSpec()));
        await().untilAsserted(
                        () -> assertThat(cluster().getStatus().observedGeneration()).isEqualTo(2));
        assertThat(cluster().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(cluster().getStatus().conditions())
                .allSatisfy(condition -> assertThat(condition.observedGeneration()).isEqualTo(2));
    }

    @Test
    void idleOperatorAndASecondOneWriteNothing() {
        RunningOperator first = startOperator(namespace);
        createCluster("{}");
        createPods();
        nodes.electAll();
        createSession("mine", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("mine") == SessionState.OPENED);
        await().untilAsserted(() -> assertThat(config()).doesNotContain("bootstrap: true"));
        rollOut();
        awaitQuiet(first);
        first.close();

        RunningOperator second = startOperator(namespace);
        // Leaves the new one time to look at everything, sign of life of each node included.
        await().during(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThat(second.writes()).isEmpty());
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
        await().until(() -> told(partition(1), "LeaderElected") == 2);
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
                .contains("Service sample exists and is not part of this MultiRaftCluster");
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
}
