package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.plan.Conditions;
import io.multiraft.operator.plan.Pods;
import org.junit.jupiter.api.Test;

/**
 * Sessions that live with a pod. The pods are objects: what their kubelet, the garbage collector
 * and the like would do to them is done here.
 *
 * <p>Where a session must not end, another one of the same pod that may end says when it would
 * have.
 */
class PodSessionIT extends OperatorTestBed {

    private static final String POD =
            "{cluster: sample, liveness: {type: Pod, pod: {name: worker}}}";
    private static final String WAITING =
            "{cluster: sample, liveness: {type: Pod, pod: {name: worker}, waitForStop: true}}";

    @Test
    void sessionIsOpenedWhenItsPodIsThereAndStaysWithoutAKeepAlive() {
        RunningOperator operator = startWithCluster();
        createSession("mine", POD);
        await().until(() -> "PodNotFound".equals(sessionReason("mine")));
        Pod pod = createPod("worker");
        await().until(() -> state("mine") == SessionState.OPENED);
        assertThat(session("mine").getStatus().pod().uid()).isEqualTo(pod.getMetadata().getUid());
        assertThat(podAlive("mine")).isEqualTo("PodStarting");

        say("worker", "ready");
        await().until(() -> "PodReady".equals(podAlive("mine")));
        await().until(() -> told(session("mine"), "PodNotFound") == 1);
        await().until(() -> told(session("mine"), "Opened") == 1);
        awaitQuiet(operator);
        int writes = operator.writes().size();
        // News of the pod that mean nothing to the session.
        client.pods().inNamespace(namespace).withName("worker").edit(PodSessionIT::label);
        createSession("next", POD);
        await().until(() -> state("next") == SessionState.OPENED);
        awaitQuiet(operator);
        assertThat(operator.writes().subList(writes, operator.writes().size()))
                .isNotEmpty()
                .noneMatch(write -> write.contains("sessions/mine"));
    }

    @Test
    void podOfThatNameInAnotherNamespaceIsNotMeant() {
        String other = namespace + "-other";
        createNamespace(other);
        startOperator(namespace, other);
        createCluster("{}");
        createPods();
        nodes.electAll();
        client.resource(Pods.pod(other, "worker")).create();
        createSession("mine", POD);
        await().until(() -> "PodNotFound".equals(sessionReason("mine")));
        assertThat(message(session("mine").getStatus().conditions()))
                .contains("worker in namespace " + namespace + "; the session is opened when");
        assertThat(state("mine")).isEqualTo(SessionState.NONE);

        createPod("worker");
        await().until(() -> state("mine") == SessionState.OPENED);
    }

    @Test
    void sessionEndsWhenItsPodIsNotReadyForLongerThanTheGrace() {
        startWithCluster();
        createPod("worker");
        createSession("brief", POD.replace("worker}", "worker}, grace: 1s"));
        createSession("patient", POD.replace("worker}", "worker}, grace: 1h"));
        createSession("waiting", WAITING.replace("worker}", "worker}, grace: 1s"));
        say("worker", "ready");
        await().until(() -> everyReady("brief", "patient", "waiting"));

        say("worker", "not-ready");
        awaitEnd("brief", "PodNotReady");
        await().until(() -> "WaitingForStop".equals(podAlive("waiting")));
        await().until(() -> "PodNotReady".equals(podAlive("patient")));
        assertOpen("patient", "waiting");
        await().until(() -> told(session("brief"), "PodNotReady") == 1);
        await().until(() -> told(session("waiting"), "WaitingForStop") == 1);

        say("worker", "failed");
        awaitEnd("waiting", "PodFailed");
        awaitEnd("patient", "PodFailed");
        await().until(this::allClosed);
    }

    @Test
    void podThatIsReadyAgainInTimeKeepsItsSession() {
        startWithCluster();
        createPod("worker");
        createSession("kept", WAITING.replace("worker}", "worker}, grace: 0s"));
        say("worker", "ready");
        await().until(() -> everyReady("kept"));
        say("worker", "not-ready");
        await().until(() -> "WaitingForStop".equals(podAlive("kept")));
        say("worker", "ready");
        await().until(() -> everyReady("kept"));
        assertOpen("kept");
    }

    @Test
    void podDeletedInOrderEndsItsSessionWhenItsContainersHaveStopped() {
        startWithCluster();
        createPod("worker");
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));

        pods().withName("worker").delete();
        assertThat(pods().withName("worker").get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        createSession("late", POD);
        await().until(() -> "PodNotFound".equals(sessionReason("late")));
        assertOpen("eager", "waiting");

        say("worker", "succeeded");
        removePod("worker");
        awaitEnd("eager", "PodSucceeded");
        awaitEnd("waiting", "PodSucceeded");
    }

    @Test
    void podDeletedByForceIsNotKnownToHaveStopped() {
        startWithCluster();
        createPod("worker");
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));

        removePod("worker");
        awaitEnd("eager", "PodDeleted");
        awaitHeld("waiting", "StopUnknown");
        client.resource(session("waiting")).delete();
        await().until(this::allClosed);
    }

    @Test
    void podOfANodeThatIsGoneIsNotKnownToHaveStopped() {
        startWithCluster();
        Node node =
                client.resource(
                                new NodeBuilder()
                                        .withNewMetadata()
                                        .withName("worker")
                                        .endMetadata()
                                        .build())
                        .create();
        createPod("worker");
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));

        client.resource(node).delete();
        // What the garbage collector of pods does then.
        say("worker", "node-gone");
        removePod("worker");
        awaitEnd("eager", "NodeGone");
        awaitHeld("waiting", "StopUnknown");
    }

    /** The garbage collector of pods deletes at once what it calls Failed. */
    @Test
    void reasonIsHowThePodWasWhenItWent() {
        startWithCluster();
        int count = 20;
        for (int i = 0; i < count; i++) {
            createPod("worker-" + i);
            createSession("eager-" + i, POD.replace("worker}", "worker-" + i + "}"));
            createSession("waiting-" + i, WAITING.replace("worker}", "worker-" + i + "}"));
            say("worker-" + i, "ready");
        }
        for (int i = 0; i < count; i++) {
            String name = "eager-" + i;
            String waiting = "waiting-" + i;
            await().until(() -> everyReady(name, waiting));
        }
        for (int i = 0; i < count; i++) {
            say("worker-" + i, i % 2 == 0 ? "node-gone" : "succeeded");
            pods().withName("worker-" + i).withGracePeriod(0).delete();
        }
        for (int i = 0; i < count; i++) {
            awaitEnd("eager-" + i, i % 2 == 0 ? "NodeGone" : "PodSucceeded");
            if (i % 2 == 0) {
                awaitHeld("waiting-" + i, "StopUnknown");
            } else {
                awaitEnd("waiting-" + i, "PodSucceeded");
                assertThat(told(session("waiting-" + i), "StopUnknown")).isZero();
            }
        }
    }

    @Test
    void evictedPodEndsItsSession() {
        startWithCluster();
        createPod("worker");
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));

        say("worker", "evicted");
        awaitEnd("eager", "PodEvicted");
        awaitEnd("waiting", "PodEvicted");
        await().until(() -> told(session("eager"), "PodEvicted") == 1);
    }

    @Test
    void podOfACompletedJobEndsItsSession() {
        startWithCluster();
        createPodOf(createJob());
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));

        say("worker", "succeeded");
        awaitEnd("eager", "PodSucceeded");
        awaitEnd("waiting", "PodSucceeded");
    }

    @Test
    void podMadeAnewUnderTheSameNameIsAnotherPod() {
        startWithCluster();
        Pod first = createPod("worker");
        createSession("old", POD);
        createSession("held", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("old", "held"));

        removePod("worker");
        Pod second = createPod("worker");
        say("worker", "ready");
        awaitEnd("old", "PodDeleted");
        awaitHeld("held", "StopUnknown");
        assertThat(session("held").getStatus().pod().uid())
                .isEqualTo(first.getMetadata().getUid())
                .isNotEqualTo(second.getMetadata().getUid());

        createSession("new", POD);
        await().until(() -> everyReady("new"));
        createSession(
                "pinned",
                POD.replace("worker}", "worker, uid: " + first.getMetadata().getUid() + "}"));
        await().until(() -> "PodNotFound".equals(sessionReason("pinned")));
    }

    @Test
    void podThatWentWhileTheOperatorWasDownEndsItsSessionAfterTheStart() {
        RunningOperator before = startWithCluster();
        createPod("worker");
        createSession("eager", POD);
        createSession("waiting", WAITING);
        say("worker", "ready");
        await().until(() -> everyReady("eager", "waiting"));
        before.close();

        pods().withName("worker").delete();
        say("worker", "succeeded");
        removePod("worker");
        startOperator(namespace);
        awaitEnd("eager", "PodDeleted");
        awaitHeld("waiting", "StopUnknown");
    }

    @Test
    void podThatNeverHadANodeNeedsNotStop() {
        startWithCluster();
        Pod pod = Pods.pod(namespace, "worker");
        pod.getSpec().setNodeName(null);
        client.resource(pod).create();
        createSession("waiting", WAITING);
        await().until(() -> state("waiting") == SessionState.OPENED);
        pods().withName("worker").delete();
        awaitEnd("waiting", "PodDeleted");
    }

    // ---- what the tests do

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    Pod,
                    io.fabric8.kubernetes.api.model.PodList,
                    io.fabric8.kubernetes.client.dsl.PodResource>
            pods() {
        return client.pods().inNamespace(namespace);
    }

    private Pod createPod(String name) {
        return client.resource(Pods.pod(namespace, name)).create();
    }

    private Job createJob() {
        return client.resource(
                        new JobBuilder()
                                .withNewMetadata()
                                .withName("work")
                                .withNamespace(namespace)
                                .endMetadata()
                                .withNewSpec()
                                .withNewTemplate()
                                .withSpec(
                                        new PodBuilder(Pods.pod(namespace, "worker"))
                                                .editSpec()
                                                .withNodeName(null)
                                                .withRestartPolicy("Never")
                                                .endSpec()
                                                .build()
                                                .getSpec())
                                .endTemplate()
                                .endSpec()
                                .build())
                .create();
    }

    private void createPodOf(Job job) {
        client.resource(
                        new PodBuilder(Pods.pod(namespace, "worker"))
                                .editMetadata()
                                .withOwnerReferences(
                                        new OwnerReferenceBuilder()
                                                .withApiVersion("batch/v1")
                                                .withKind("Job")
                                                .withName(job.getMetadata().getName())
                                                .withUid(job.getMetadata().getUid())
                                                .withController(true)
                                                .build())
                                .endMetadata()
                                .editSpec()
                                .withRestartPolicy("Never")
                                .endSpec()
                                .build())
                .create();
    }

    /** The kubelet, or who else may, says how the pod is. */
    private void say(String name, String state) {
        pods().withName(name)
                .editStatus(pod -> new PodBuilder(pod).withStatus(Pods.status(state)).build());
    }

    /** The object goes at once: by force, or as the kubelet does when all has stopped. */
    private void removePod(String name) {
        pods().withName(name).withGracePeriod(0).delete();
        await().until(() -> pods().withName(name).get() == null);
    }

    private static Pod label(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels("touched", "once")
                .endMetadata()
                .build();
    }

    private String podAlive(String name) {
        Session session = session(name);
        return Conditions.reason(
                session.getStatus() == null ? null : session.getStatus().conditions(),
                Conditions.POD_ALIVE);
    }

    private boolean everyReady(String... names) {
        for (String name : names) {
            if (state(name) != SessionState.OPENED || !podAlive(name).equals("PodReady")) {
                return false;
            }
        }
        return true;
    }

    private void awaitEnd(String name, String reason) {
        await().until(() -> state(name) == SessionState.CLOSED);
        assertThat(sessionReason(name)).isEqualTo(reason);
    }

    private void awaitHeld(String name, String reason) {
        await().until(() -> reason.equals(podAlive(name)));
        assertOpen(name);
        await().until(() -> told(session(name), reason) == 1);
    }

    private void assertOpen(String... names) {
        for (String name : names) {
            assertThat(state(name)).isEqualTo(SessionState.OPENED);
            assertThat(nodes.open(1))
                    .anyMatch(one -> one.getSession().getMeta().getId().getName().equals(name));
        }
    }
}
