package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.plan.Pods;
import io.multiraft.operator.resources.Labels;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that get a session for an annotation. The garbage collector's part is done here. */
class AnnotatedPodIT extends OperatorTestBed {

    @Test
    void annotatedPodGetsASessionThatGoesWithIt() {
        RunningOperator operator = startWithCluster();
        Pod pod = createPod("worker", Map.of(Labels.SESSION, "mine"));
        createPod("other", Map.of("unlike", "ours"));
        await().until(() -> state("mine") == SessionState.OPENED);
        assertOwner("mine", pod);
        assertThat(session("mine").getStatus().pod().uid()).isEqualTo(pod.getMetadata().getUid());
        await().until(() -> told(pod, "SessionCreated") == 1);
        assertThat(client.resources(Session.class).inNamespace(namespace).list().getItems())
                .hasSize(1);
        awaitQuiet(operator);
        int writes = operator.writes().size();
        annotate("worker", "unlike", "ours");
        annotate("other", Labels.SESSION, "next");
        await().until(() -> state("next") == SessionState.OPENED);
        assertThat(operator.writes().subList(writes, operator.writes().size()))
                .noneMatch(write -> write.contains("mine"));

        remove("worker");
        await().until(() -> state("mine") == SessionState.CLOSED);
        assertThat(sessionReason("mine")).isEqualTo("PodDeleted");
    }

    @Test
    void sessionThatSomebodyWroteIsLeftAloneAndThePodWaitsForTheName() {
        startWithCluster();
        createSession("mine", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("mine") == SessionState.OPENED);
        String uid = session("mine").getMetadata().getUid();
        Pod pod = createPod("worker", Map.of(Labels.SESSION, "mine"));
        await().until(() -> told(pod, "SessionNameTaken") == 1);
        assertThat(session("mine").getMetadata().getUid()).isEqualTo(uid);
        assertThat(session("mine").getMetadata().getOwnerReferences()).isEmpty();
        assertThat(state("mine")).isEqualTo(SessionState.OPENED);

        client.resource(session("mine")).delete();
        await().until(() -> session("mine") != null && state("mine") == SessionState.OPENED);
        assertOwner("mine", pod);
    }

    @Test
    void ofTwoPodsThatAskForOneNameTheFirstGetsItAndThenTheOther() {
        startWithCluster();
        Pod first = createPod("first", Map.of(Labels.SESSION, "leader"));
        await().until(() -> state("leader") == SessionState.OPENED);
        Pod second = createPod("second", Map.of(Labels.SESSION, "leader"));
        await().until(() -> told(second, "SessionNameTaken") == 1);
        assertOwner("leader", first);

        remove("first");
        collect("leader");
        await().until(() -> state("leader") == SessionState.OPENED);
        assertOwner("leader", second);
    }

    @Test
    void podMadeAnewGetsASessionOfItsOwn() {
        startWithCluster();
        createPod("worker", Map.of(Labels.SESSION, "mine"));
        await().until(() -> state("mine") == SessionState.OPENED);
        String uid = session("mine").getMetadata().getUid();

        remove("worker");
        Pod second = createPod("worker", Map.of(Labels.SESSION, "mine"));
        await().until(() -> told(second, "SessionOfEarlierPod") == 1);
        assertThat(session("mine").getMetadata().getUid()).isEqualTo(uid);
        collect("mine");
        await().until(() -> state("mine") == SessionState.OPENED);
        assertOwner("mine", second);
        assertThat(nodes.open(1)).hasSize(1);
    }

    @Test
    void clusterIsTheOneThatIsNamedOrTheOnlyOne() {
        startOperator(namespace);
        Pod early = createPod("early", Map.of(Labels.SESSION, "early"));
        await().until(() -> told(early, "SessionClusterUnclear") == 1);
        createPod("named", Map.of(Labels.SESSION, "named", Labels.SESSION_CLUSTER, "sample"));
        await().until(() -> "ClusterNotFound".equals(sessionReason("named")));
        Pod wrong = createPod("wrong", Map.of(Labels.SESSION, "Not.A.Name"));
        await().until(() -> told(wrong, "SessionAnnotationInvalid") == 1);

        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(() -> state("early") == SessionState.OPENED);
        await().until(() -> state("named") == SessionState.OPENED);
        await().until(() -> told(early, "SessionClusterUnclear") == 1);
    }

    // ---- what the tests do

    private Pod createPod(String name, Map<String, String> annotations) {
        return client.resource(
                        new PodBuilder(Pods.pod(namespace, name))
                                .editMetadata()
                                .withAnnotations(annotations)
                                .endMetadata()
                                .build())
                .create();
    }

    private void annotate(String pod, String name, String value) {
        client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .edit(
                        before ->
                                new PodBuilder(before)
                                        .editMetadata()
                                        .addToAnnotations(name, value)
                                        .endMetadata()
                                        .build());
    }

    private void remove(String pod) {
        client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
        await().until(() -> client.pods().inNamespace(namespace).withName(pod).get() == null);
    }

    /** What the garbage collector does when an owner is gone. */
    private void collect(String session) {
        client.resource(session(session)).delete();
    }

    private void assertOwner(String session, Pod pod) {
        assertThat(session(session).getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(
                        owner -> assertThat(owner.getUid()).isEqualTo(pod.getMetadata().getUid()));
    }
}
