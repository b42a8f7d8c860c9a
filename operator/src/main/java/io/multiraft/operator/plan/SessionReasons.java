package io.multiraft.operator.plan;

/** Reasons of a session's Ready condition. */
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

    private SessionReasons() {}
}
