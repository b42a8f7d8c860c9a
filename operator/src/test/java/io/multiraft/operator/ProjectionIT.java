package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus.PartitionSession;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.operator.plan.Pods;
import io.multiraft.operator.resources.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ConfigMaps that tell programs of their sessions. */
class ProjectionIT extends OperatorTestBed {

    private static final String COUNTER =
            "{cluster: sample, kind: Counter, primitive: {id: orders}, liveness: {type: None},"
                    + " projection: {configMapName: ids}}";

    @Test
    void configMapFollowsTheSessionFromItsOpeningToItsEnd() {
        RunningOperator operator = startWithCluster();
        createSession("mine", COUNTER);
        await().until(() -> projected("mine").equals("Projected"));
        assertThat(configMap().getData())
                .containsEntry("name", "mine")
                .containsEntry("endpoint", "sample." + namespace + ".svc:5678")
                .containsEntry("state", "OPENED");
        assertThat(configMap().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(
                        owner ->
                                assertThat(owner.getUid())
                                        .isEqualTo(session("mine").getMetadata().getUid()));
        assertTellsWhatTheStatusTells();
        awaitQuiet(operator);
        int writes = operator.writes().size();
        touch("mine");
        createSession("next", "{cluster: sample}");
        await().until(() -> state("next") == SessionState.OPENED);
        awaitQuiet(operator);
        assertThat(operator.writes().subList(writes, operator.writes().size()))
                .isNotEmpty()
                .noneMatch(write -> write.contains("configmaps") || write.contains("mine"));

        PartitionSession part = session("mine").getStatus().partitions().get(0);
        nodes.attach(part.partition(), part.sessionId());
        await().until(() -> configMap().getData().get("partitions.json").contains("\"epoch\":2"));
        await().until(() -> session("mine").getStatus().partitions().get(0).epoch() == 2);
        assertTellsWhatTheStatusTells();

        nodes.end(
                part.partition(),
                part.sessionId(),
                io.multiraft.proto.node.v1.SessionDetail.State.CLOSED);
        await().until(() -> configMap().getData().get("state").equals("CLOSED"));
    }

    @Test
    void whatSomebodyChangesInTheConfigMapIsPutRight() {
        startWithCluster();
        createSession("mine", COUNTER);
        await().until(() -> projected("mine").equals("Projected"));
        Map<String, String> data = configMap().getData();
        client.configMaps()
                .inNamespace(namespace)
                .withName("ids")
                .edit(before -> new ConfigMapBuilder(before).addToData("state", "mine").build());
        await().until(() -> configMap().getData().equals(data));
        client.configMaps().inNamespace(namespace).withName("ids").delete();
        await().until(() -> configMap() != null && configMap().getData().equals(data));
    }

    @Test
    void configMapOfSomebodyElseIsLeftAlone() {
        startWithCluster();
        client.resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("ids")
                                .withNamespace(namespace)
                                .endMetadata()
                                .addToData("precious", "yes")
                                .build())
                .create();
        createSession("mine", COUNTER);
        await().until(() -> projected("mine").equals("ProjectionFailed"));
        assertThat(
                        Conditions.find(
                                        session("mine").getStatus().conditions(),
                                        Conditions.PROJECTED)
                                .orElseThrow()
                                .message())
                .isEqualTo(
                        "ConfigMap ids exists and is not part of this Session: delete it, or"
                                + " choose another name");
        assertThat(state("mine")).isEqualTo(SessionState.OPENED);
        assertThat(configMap().getData()).isEqualTo(Map.of("precious", "yes"));
        await().until(() -> told(session("mine"), "ProjectionFailed") == 1);
    }

    @Test
    void annotatedPodMayAskForAConfigMap() {
        startWithCluster();
        client.resource(
                        new PodBuilder(Pods.pod(namespace, "worker"))
                                .editMetadata()
                                .addToAnnotations(Labels.SESSION, "mine")
                                .addToAnnotations(Labels.SESSION_CONFIG_MAP, "ids")
                                .endMetadata()
                                .build())
                .create();
        await().until(() -> projected("mine").equals("Projected"));
        assertThat(configMap().getData()).containsEntry("name", "mine");
        assertTellsWhatTheStatusTells();
    }

    // ---- what the tests do

    private ConfigMap configMap() {
        return find(ConfigMap.class, "ids");
    }

    private String projected(String name) {
        return Conditions.reason(session(name).getStatus().conditions(), Conditions.PROJECTED);
    }

    private void assertTellsWhatTheStatusTells() {
        PartitionSession[] told =
                Serialization.unmarshal(
                        configMap().getData().get("partitions.json"), PartitionSession[].class);
        assertThat(List.of(told)).isNotEmpty().isEqualTo(session("mine").getStatus().partitions());
    }
}
