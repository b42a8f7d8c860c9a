package io.multiraft.operator.resources;

/** The ports of a node. */
public final class Ports {

    public static final int API = 5678;
    public static final int PEER = 5679;
    public static final int ADMIN = 5680;
    public static final int HTTP = 9090;

    private Ports() {}
}
