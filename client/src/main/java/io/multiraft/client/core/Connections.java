package io.multiraft.client.core;

import java.util.List;

/** What the shell knows of the nodes. */
public interface Connections {

    /** {@code host:port} of some nodes, or of something before them; may change. */
    List<String> endpoints();

    /** Whether a connection stands; may begin to make one when it does not. */
    boolean ready(String address);
}
