package io.multiraft.operator.api;

/** The API groups and the version of our objects. */
public final class ApiGroups {

    /** Of what applications declare. */
    public static final String RUNTIME = "runtime.atomix.io";

    /** Of what keeps it. */
    public static final String MULTIRAFT = "multiraft.atomix.io";

    public static final String VERSION = "v1";

    /** {@code kubectl get atomix} lists everything of ours. */
    public static final String CATEGORY = "atomix";

    private ApiGroups() {}
}
