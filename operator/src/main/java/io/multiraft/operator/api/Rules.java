package io.multiraft.operator.api;

/** Expressions that several rules of the schema share. All are constants: annotations use them. */
final class Rules {

    /**
     * A duration as the nodes read it. CEL's own parser would take more, and fail hard otherwise.
     */
    static final String IS_DURATION = "self.matches('^[0-9]{1,9}(ms|s|m|h)$')";

    static final String DURATION_DESCRIPTION = ", such as 500ms, 10s, 5m or 1h";

    /** What a Service, a pod and a label may be called alike. */
    static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** What a pod may be called. */
    static final String DNS_SUBDOMAIN =
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    private Rules() {}
}
