package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.apiserver.ApiServer;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions of clients as objects. */
class SessionMirrorIT extends OperatorTestBed {

    private RunningOperator operator;

    @Test
    void sessionOfAClientIsThereForAsLongAsItIsOpen(ApiServer server) throws Exception {
        start("All");
        long first = nodes.openByClient(1, "worker");
        nodes.openByClient(2, "worker");
        nodes.openByClient(3, "worker");
        long unnamed = nodes.openByClient(2, "");
        await().until(() -> session("worker") != null && session("2-" + unnamed) != null);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                server.kubectl("get", "ses", "-n", namespace)
                                                        .replaceAll(" +", " "))
                                        .contains("worker OPENED 3/3 Client")
                                        .contains("2-" + unnamed + " OPENED 1/1 Client"));
        assertThat(session("worker").getObserved().partitions().get(0).sessionId())
                .isEqualTo(first);
        await().until(() -> "True AllShown".equals(condition()));

        nodes.end(2, unnamed, SessionDetail.State.EXPIRED);
        await().until(() -> session("2-" + unnamed) == null);
        assertThat(session("worker")).isNotNull();
    }

    @Test
    void eachCostsTwoWritesAndNothingInBetween() {
        start("All");
        long opened = nodes.openByClient(1, "worker");
        await().until(() -> session("worker") != null);
        await().until(() -> condition().startsWith("True"));
        awaitQuiet(operator);
        nodes.attach(1, opened);
        nodes.elect(1, "sample-1");
        awaitQuiet(operator);
        nodes.end(1, opened, SessionDetail.State.CLOSED);
        await().until(() -> session("worker") == null);
        awaitQuiet(operator);
        assertThat(operator.writes().stream().filter(line -> line.contains("/sessions")).toList())
                .containsExactly(
                        "POST /apis/runtime.atomix.io/v1/namespaces/%s/sessions"
                                .formatted(namespace),
                        "DELETE /apis/runtime.atomix.io/v1/namespaces/%s/sessions/worker"
                                .formatted(namespace));
    }

    @Test
    void whoDeletesItEndsTheSession() {
        start("Named");
        nodes.openByClient(1, "worker");
        nodes.openByClient(3, "worker");
        nodes.openByClient(3, "");
        await().until(() -> session("worker") != null);
        client.resource(session("worker")).delete();
        await().until(() -> nodes.open(1).isEmpty() && nodes.open(3).size() == 1);
        await().until(() -> session("worker") == null);
        assertThat(sessions()).as("those without a name are not shown").isEmpty();
    }

    @Test
    void capHidesTheYoungestAndTheClusterSaysSo() {
        start("All");
        for (int i = 0; i < MIRRORED_SESSIONS_MAX + 2; i++) {
            nodes.openByClient(1, "worker-" + i);
        }
        await().until(() -> "False CapReached".equals(condition()));
        await().until(() -> sessions().size() == MIRRORED_SESSIONS_MAX);
        assertThat(found().message())
                .isEqualTo(
                        "5 sessions of clients are shown; at most 2 more are not: the operator's"
                                + " --mirrored-sessions-max is reached");
        nodes.end(1, nodes.open(1).get(0).getSessionId(), SessionDetail.State.CLOSED);
        await().until(() -> session("worker-5") != null && session("worker-0") == null);
    }

    @Test
    void nothingIsShownAnyMoreWhenItIsNotAskedForAndNoSessionEnds() {
        start("All");
        nodes.openByClient(1, "worker");
        await().until(() -> session("worker") != null);
        edit("None");
        await().until(() -> session("worker") == null);
        await().until(() -> condition().isEmpty());
        assertThat(nodes.open(1)).hasSize(1);
        edit("All");
        await().until(() -> session("worker") != null);
    }

    @Test
    void restartedOperatorWritesNothingAndTakesAwayWhatHasEndedMeanwhile() {
        start("All");
        nodes.openByClient(1, "stays");
        long ends = nodes.openByClient(1, "ends");
        await().until(() -> session("stays") != null && session("ends") != null);
        await().until(() -> condition().startsWith("True"));
        operator.close();
        nodes.end(1, ends, SessionDetail.State.CLOSED);
        operator = startOperator(namespace);
        await().until(() -> session("ends") == null);
        awaitQuiet(operator);
        assertThat(operator.writes().stream().filter(line -> !line.contains("/partitions")))
                .containsExactly(
                        "DELETE /apis/runtime.atomix.io/v1/namespaces/%s/sessions/ends"
                                .formatted(namespace));
        assertThat(nodes.open(1)).hasSize(1);
    }

    @Test
    void sessionsOfObjectsAreNotShownTwice() {
        start("All");
        createSession("mine", "{cluster: sample}");
        nodes.openByClient(1, "worker");
        await().until(() -> session("worker") != null && state("mine") == SessionState.OPENED);
        assertThat(sessions()).hasSize(2);
    }

    @Test
    void nobodyElseMakesOrChangesSuchAnObject() {
        start("All");
        assertThatThrownBy(() -> createSession("forged", "{cluster: sample, managedBy: Client}"))
                .hasMessageContaining("observed goes with managedBy Client only");
        nodes.openByClient(1, "worker");
        await().until(() -> session("worker") != null);
        Session changed = session("worker");
        changed.getObserved().partitions().clear();
        assertThatThrownBy(() -> client.resource(changed).update())
                .hasMessageContaining("observed cannot be changed");
        Session forged = session("worker");
        forged.getMetadata().setName("forged");
        forged.getMetadata().setResourceVersion(null);
        client.resource(forged).create();
        await().until(() -> session("forged") == null);
        assertThat(nodes.open(1)).as("its sessions go on").hasSize(1);
    }

    private void start(String mode) {
        operator = startOperator(namespace);
        createCluster("{sessionMirroring: %s}".formatted(mode));
        createPods();
        nodes.electAll();
    }

    private void edit(String mode) {
        client.resource(cluster())
                .edit(
                        cluster -> {
                            cluster.setSpec(
                                    Objects.defaulted(
                                                    namespace,
                                                    "sample",
                                                    "{sessionMirroring: %s}".formatted(mode))
                                            .getSpec());
                            return cluster;
                        });
    }

    private List<Session> sessions() {
        return client.resources(Session.class).inNamespace(namespace).list().getItems();
    }

    /** Status and reason; empty while there is none. */
    private String condition() {
        Condition found = found();
        return found == null ? "" : found.status() + " " + found.reason();
    }

    private Condition found() {
        return cluster().getStatus() == null
                ? null
                : Conditions.find(cluster().getStatus().conditions(), Conditions.SESSIONS_MIRRORED)
                        .orElse(null);
    }
}
