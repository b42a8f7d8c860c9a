package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.multiraft.client.core.Placement;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.proto.node.v1.SessionDetail;
import org.junit.jupiter.api.Test;

/** What becomes of Session objects. */
class SessionIT extends OperatorTestBed {

    @Test
    void sessionHealsWhenItsClusterAppears() {
        startOperator(namespace);
        createSession("early", "{cluster: sample, kind: Counter, primitive: {id: orders}}");
        await().until(() -> "ClusterNotFound".equals(sessionReason("early")));
        assertThat(state("early")).isEqualTo(SessionState.NONE);
        await().until(() -> told(session("early"), "ClusterNotFound") == 1);
        touch("early");

        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(() -> state("early") == SessionState.OPENED);
        assertThat(session("early").getStatus().openPartitions()).isEqualTo("1/1");
        await().until(() -> told(session("early"), "ClusterNotFound") == 1);
        await().until(() -> told(session("early"), "Opened") == 1);
        assertThat(session("early").getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void whatAPartitionRefusesIsSaidInItsWordsOnce() {
        startWithCluster();
        String words = "timeout 2s is outside of 5s to 1h";
        nodes.refuseSessions(1, words);
        createSession("short", "{cluster: sample, timeout: 2s}");
        await().until(() -> "Refused".equals(sessionReason("short")));
        touch("short");
        createSession("next", "{cluster: sample}");
        await().until(() -> "Refused".equals(sessionReason("next")));
        assertThat(message(session("short").getStatus().conditions())).contains(words);
        assertThat(state("short")).isEqualTo(SessionState.OPENING);
        await().until(() -> told(session("short"), "Refused") == 1);
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
    void sessionDeletedWhileTheOperatorWasDownEndsAfterItsStart() {
        RunningOperator first = startWithCluster();
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
        createSession("kept", "{cluster: sample}");
        createSession("brief", "{cluster: sample, ttlAfterClosed: 1s}");
        await().until(() -> state("kept") == SessionState.OPENED);
        await().until(() -> state("brief") == SessionState.OPENED);
        for (SessionDetail open : nodes.open(2)) {
            nodes.end(2, open.getSessionId(), SessionDetail.State.EXPIRED);
        }
        await().until(() -> state("kept") == SessionState.CLOSED);
        assertThat(sessionReason("kept")).isEqualTo("Expired");
        await().until(() -> find(Session.class, "brief") == null);
        assertThat(allClosed()).isTrue();
    }

    @Test
    void otherNamespacesAreServedOnlyWhenAllowed() {
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
    void ofTwoForOneNameAndPrimitiveTheFirstHasItUntilItIsGone() {
        startWithCluster();
        long held = nodes.openByClient(Placement.partitionOf("orders", 3), "one");
        String spec = "{cluster: sample, kind: Counter, primitive: {id: orders}}";
        createSession("one", spec);
        await().until(() -> "NameTaken".equals(sessionReason("one")));
        assertThat(message(session("one").getStatus().conditions()))
                .contains("attach takes it over");
        assertThat(state("one")).isEqualTo(SessionState.OPENING);

        assertThatThrownBy(() -> createSession("one", spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("\"one\" already exists");

        nodes.end(Placement.partitionOf("orders", 3), held, SessionDetail.State.CLOSED);
        await().until(() -> state("one") == SessionState.OPENED);
    }

    @Test
    void objectsOfOneNameAndPrimitiveInTwoNamespacesAreTwoSessions() {
        String guest = namespace + "-guest";
        createNamespace(guest);
        startOperator(namespace, guest);
        createCluster("{allowedNamespaces: [%s]}".formatted(guest));
        createPods();
        nodes.electAll();
        String spec = "kind: Counter, primitive: {id: orders}, cluster: sample";
        createSession("visit", "{%s}".formatted(spec));
        create(guest, "visit", "{%s, clusterNamespace: %s}".formatted(spec, namespace));
        await().until(() -> state("visit") == SessionState.OPENED);
        await().until(() -> state(guest, "visit") == SessionState.OPENED);
        assertThat(nodes.open(Placement.partitionOf("orders", 3)))
                .extracting(one -> one.getSession().getMeta().getId().getName())
                .containsExactlyInAnyOrder("visit", guest + ".visit");
    }

    private record ByteKey(String nonce) {
        static ByteKey of(SessionDetail detail) {
            return new ByteKey(detail.getNonce().toStringUtf8());
        }
    }
}
