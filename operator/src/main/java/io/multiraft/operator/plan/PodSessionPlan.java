package io.multiraft.operator.plan;

import io.multiraft.operator.api.Session;

/** What is to be done for a pod that may ask for a session. */
public sealed interface PodSessionPlan {

    /** It asks for none, or has it. */
    record Nothing() implements PodSessionPlan {}

    /** It gets this one. */
    record Create(Session session) implements PodSessionPlan {}

    /** It gets none until something changes. */
    record Refuse(Obstacle obstacle, String message) implements PodSessionPlan {}

    /** What stands between a pod and its session; also the reason of the pod's event. */
    enum Obstacle {
        /** Only another annotation helps. */
        SessionAnnotationInvalid,
        /** There are several clusters in the namespace, or none. */
        SessionClusterUnclear,
        /** A session of this name exists and is not the pod's. */
        SessionNameTaken,
        /** It belongs to an earlier pod of the same name, and goes with that by itself. */
        SessionOfEarlierPod
    }
}
