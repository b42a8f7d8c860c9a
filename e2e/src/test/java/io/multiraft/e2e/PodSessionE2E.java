package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Objects;
import io.multiraft.e2e.support.Progress;
import io.multiraft.e2e.support.RaftSessions;
import io.multiraft.e2e.support.TestBed;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Sessions live with real pods. Each pod has two: one that ends with it, and one that waits until
 * its containers are known to have stopped.
 */
@EndToEnd
@Order(63)
class PodSessionE2E {

    private static final String NAMESPACE = TestBed.NAMESPACE;

    /** Says nothing about speed; a kubelet looks for pods to evict every 10 s. */
    private static final int SOON_SECONDS = 180;

    /** The garbage collector of pods waits 40 s before it believes that a node is gone. */
    private static final int NODE_GONE_SECONDS = 300;

    @Test
    void podOfACompletedJob(TestBed bed) {
        bed.kubectl()
                .apply(
                        NAMESPACE,
                        """
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: errand}
                        spec:
                          template:
                            metadata: {labels: {job: errand}}
                            spec:
                              restartPolicy: Never
                              containers:
                                - name: program
                                  image: multiraft.local/busybox:static
                                  command: [sh, -c, "until test -e /tmp/done; do sleep 1; done"]
                        """);
        Await.soon("the pod of the job").until(() -> jobPod(bed) != null);
        String pod = jobPod(bed).getMetadata().getName();
        live(bed, "errand", pod);
        bed.kubectl().run("exec", "-n", NAMESPACE, pod, "--", "touch", "/tmp/done");
        awaitEnd(bed, "errand", "PodSucceeded", SOON_SECONDS);
        awaitEnd(bed, "errand-waiting", "PodSucceeded", SOON_SECONDS);
        bed.kubectl().run("delete", "job", "errand", "-n", NAMESPACE, "--wait=false");
    }

    @Test
    void podDeletedInOrder(TestBed bed) {
        createPod(bed, "ordered", "{}", "");
        live(bed, "ordered", "ordered");
        bed.kubectl().run("delete", "pod", "ordered", "-n", NAMESPACE, "--wait=false");
        awaitState(bed, "ordered", "CLOSED", SOON_SECONDS);
        // The word of the kubelet comes just before the object goes.
        awaitState(bed, "ordered-waiting", "CLOSED", SOON_SECONDS);
    }

    @Test
    void podDeletedByForce(TestBed bed) {
        createPod(bed, "forced", "{}", "");
        live(bed, "forced", "forced");
        bed.kubectl().run("delete", "pod", "forced", "-n", NAMESPACE, "--force");
        awaitEnd(bed, "forced", "PodDeleted", SOON_SECONDS);
        awaitHeld(bed, "forced-waiting", SOON_SECONDS);
    }

    @Test
    void podEvictedByItsKubelet(TestBed bed) {
        createPod(bed, "greedy", "{sizeLimit: 1Mi}", "");
        live(bed, "greedy", "greedy");
        bed.kubectl()
                .run(
                        "exec",
                        "-n",
                        NAMESPACE,
                        "greedy",
                        "--",
                        "dd",
                        "if=/dev/zero",
                        "of=/data/much",
                        "bs=1024",
                        "count=8192");
        awaitEnd(bed, "greedy", "PodEvicted", SOON_SECONDS);
        awaitEnd(bed, "greedy-waiting", "PodEvicted", SOON_SECONDS);
        bed.kubectl().run("delete", "pod", "greedy", "-n", NAMESPACE, "--wait=false");
    }

    @Test
    void podWhoseNodeObjectIsDeleted(TestBed bed) {
        String machine = machineWithoutTheOperator(bed);
        createPod(bed, "stranded", "{}", machine);
        live(bed, "stranded", "stranded");
        bed.faults().deleteNode(machine);
        try {
            awaitEnd(bed, "stranded", "NodeGone", NODE_GONE_SECONDS);
            awaitHeld(bed, "stranded-waiting", SOON_SECONDS);
        } finally {
            bed.faults().registerNode(machine);
        }
        bed.awaitWell();
    }

    @Test
    void podWithAnAnnotationAndItsConfigMap(TestBed bed) {
        bed.kubectl()
                .apply(
                        NAMESPACE,
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: annotated
                          annotations:
                            multiraft.atomix.io/session: annotated
                            multiraft.atomix.io/session-cluster: sample
                            multiraft.atomix.io/session-config-map: annotated-session
                        spec:
                          terminationGracePeriodSeconds: 0
                          containers:
                            - name: program
                              image: multiraft.local/busybox:static
                              command: [sh, -c, "sleep 3600"]
                              volumeMounts: [{name: session, mountPath: /session}]
                          volumes: [{name: session, configMap: {name: annotated-session}}]
                        """);
        bed.awaitOpened(NAMESPACE, "annotated");
        // It starts only when the ConfigMap is there.
        Await.soon("the fencing token in the pod")
                .untilAsserted(
                        () ->
                                assertThat(
                                                bed.kubectl()
                                                        .run(
                                                                "exec",
                                                                "-n",
                                                                NAMESPACE,
                                                                "annotated",
                                                                "--",
                                                                "cat",
                                                                "/session/partitions.json"))
                                        .contains(
                                                "\"partition\":1",
                                                "\"sessionId\":",
                                                "\"epoch\":1"));
        bed.kubectl().run("delete", "pod", "annotated", "-n", NAMESPACE, "--wait=false");
        Await.soon("the garbage collector to delete the session")
                .until(() -> bed.objects().session(NAMESPACE, "annotated").isEmpty());
        Await.soon("annotated ended in Raft").until(() -> !openInRaft(bed, "annotated"));
    }

    // ---- what the tests do

    private static void createPod(TestBed bed, String name, String emptyDir, String machine) {
        bed.kubectl()
                .apply(
                        NAMESPACE,
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: %s}
                        spec:
                          nodeName: "%s"
                          terminationGracePeriodSeconds: 1
                          containers:
                            - name: program
                              image: multiraft.local/busybox:static
                              command: [sh, -c, "sleep 3600"]
                              volumeMounts: [{name: data, mountPath: /data}]
                          volumes: [{name: data, emptyDir: %s}]
                        """
                                .formatted(name, machine, emptyDir));
    }

    /** Two sessions of a pod, open, when the pod is ready. */
    private static void live(TestBed bed, String session, String pod) {
        declare(bed, session, pod, false);
        declare(bed, session + "-waiting", pod, true);
        for (String name : new String[] {session, session + "-waiting"}) {
            bed.awaitOpened(NAMESPACE, name);
            Await.soon(name + " with a pod that is ready")
                    .until(() -> condition(bed, name, "PodAlive").startsWith("True PodReady"));
        }
    }

    private static void declare(TestBed bed, String session, String pod, boolean waitForStop) {
        bed.kubectl()
                .apply(
                        NAMESPACE,
                        """
                        apiVersion: runtime.atomix.io/v1
                        kind: Session
                        metadata: {name: %s}
                        spec:
                          cluster: sample
                          ttlAfterClosed: 10m
                          liveness: {type: Pod, pod: {name: %s}, grace: 5m, waitForStop: %s}
                        """
                                .formatted(session, pod, waitForStop));
    }

    private static void awaitEnd(TestBed bed, String session, String reason, int seconds) {
        awaitState(bed, session, "CLOSED", seconds);
        assertThat(condition(bed, session, "Ready")).startsWith("False " + reason);
    }

    private static void awaitState(TestBed bed, String session, String state, int seconds) {
        Await.within(seconds, session + " " + state)
                .until(
                        () ->
                                Objects.state(
                                                bed.objects()
                                                        .session(NAMESPACE, session)
                                                        .orElseThrow())
                                        .equals(state));
        Progress.say(session + ": " + condition(bed, session, "Ready"));
    }

    /** It is open, and only a person can end it. */
    private static void awaitHeld(TestBed bed, String session, int seconds) {
        Await.within(seconds, session + " held")
                .until(() -> condition(bed, session, "PodAlive").startsWith("False StopUnknown"));
        assertThat(openInRaft(bed, session)).isTrue();
        bed.kubectl().run("delete", "session", session, "-n", NAMESPACE, "--wait=false");
        Await.soon(session + " ended in Raft").until(() -> !openInRaft(bed, session));
    }

    private static boolean openInRaft(TestBed bed, String session) {
        return new RaftSessions(bed.sample()).openNames().contains(session);
    }

    private static String condition(TestBed bed, String session, String type) {
        return Objects.condition(bed.objects().session(NAMESPACE, session).orElseThrow(), type);
    }

    /**
     * With its own machine the operator would go too, and its successor would not see the pod go.
     */
    private static String machineWithoutTheOperator(TestBed bed) {
        List<String> avoided =
                bed.operator().pods().stream().map(pod -> pod.getSpec().getNodeName()).toList();
        return bed.kubernetes().nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .filter(name -> !avoided.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static Pod jobPod(TestBed bed) {
        return bed
                .kubernetes()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("job", "errand")
                .list()
                .getItems()
                .stream()
                .findFirst()
                .orElse(null);
    }
}
