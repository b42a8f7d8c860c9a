package io.multiraft.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.multiraft.operator.plan.PodSessionPlanner;
import io.multiraft.operator.plan.PodState;
import io.multiraft.operator.plan.Pods;
import io.multiraft.operator.resources.Labels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodStoreTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pending",
                "starting",
                "ready",
                "crashed",
                "succeeded",
                "failed",
                "failed-running",
                "evicted",
                "node-gone"
            })
    void keepsWhatMattersToSessions(String state) {
        Pod pod = Pods.pod("n", "p");
        pod.getMetadata().setUid("uid");
        pod.getMetadata().setResourceVersion("7");
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:30Z");
        pod.getMetadata().setAnnotations(Map.of(Labels.SESSION, "s", "other", "much"));
        pod.setStatus(Pods.status(state));
        PodStore store = new PodStore();
        store.put("n/p", pod);
        Pod kept = store.get("n/p");
        assertThat(kept.getMetadata().getUid()).isEqualTo("uid");
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(kept.getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(kept.getSpec().getNodeName()).isEqualTo("worker");
        assertThat(PodSessionPlanner.sessionName(kept)).contains("s");
        assertThat(PodState.ready(kept)).isEqualTo(PodState.ready(pod));
        assertThat(PodState.readyTransition(kept)).isEqualTo(PodState.readyTransition(pod));
        assertThat(PodState.end(kept)).isEqualTo(PodState.end(pod));
        assertThat(PodState.stopped(kept)).isEqualTo(PodState.stopped(pod));
    }

    @Test
    void leavesOutTheRest() {
        Pod pod = Pods.pod("n", "p");
        pod.getMetadata().setAnnotations(Map.of("other", "much"));
        pod.setStatus(Pods.status("ready"));
        assertThat(Serialization.asJson(PodStore.digest(pod)))
                .doesNotContain("other")
                .doesNotContain("image")
                .doesNotContain("terminationGracePeriodSeconds");
    }
}
