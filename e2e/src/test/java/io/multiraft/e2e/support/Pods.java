package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;

/** What a pod is worth. */
final class Pods {

    private Pods() {}

    /** Ready, and not on its way out: a pod that is being deleted is Ready for a while yet. */
    static boolean upToStay(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
    }
}
