package io.multiraft.operator.plan;

/** Reasons of a session's conditions. */
public final class SessionReasons {

    public static final String OPENED = "Opened";
    public static final String OPENING = "Opening";
    public static final String CLUSTER_NOT_FOUND = "ClusterNotFound";
    public static final String CLUSTER_NOT_READY = "ClusterNotReady";
    public static final String NAMESPACE_NOT_ALLOWED = "NamespaceNotAllowed";
    public static final String KIND_UNKNOWN = "KindUnknown";
    public static final String CONFIG_INVALID = "ConfigInvalid";
    public static final String NAME_TAKEN = "NameTaken";
    public static final String REFUSED = "Refused";
    public static final String CLOSING = "Closing";
    public static final String CLOSED = "Closed";
    public static final String EXPIRED = "Expired";
    public static final String LOST = "Lost";

    public static final String POD_NOT_FOUND = "PodNotFound";
    public static final String POD_STARTING = "PodStarting";
    public static final String POD_READY = "PodReady";
    public static final String POD_NOT_READY = "PodNotReady";
    public static final String POD_DELETED = "PodDeleted";
    public static final String POD_SUCCEEDED = "PodSucceeded";
    public static final String POD_FAILED = "PodFailed";
    public static final String POD_EVICTED = "PodEvicted";
    public static final String NODE_GONE = "NodeGone";
    public static final String WAITING_FOR_STOP = "WaitingForStop";
    public static final String STOP_UNKNOWN = "StopUnknown";
    public static final String PROJECTED = "Projected";
    public static final String PROJECTION_FAILED = "ProjectionFailed";

    private SessionReasons() {}
}
