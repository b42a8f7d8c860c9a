package io.multiraft.node.raft;

import java.util.OptionalLong;

/** A number that three members keep, and a read of it at any of them. */
interface Register extends AutoCloseable {

    /** A member, other than that one, that leads. */
    String awaitLeaderOtherThan(String name);

    boolean leads(String name);

    /** Makes it greater, at the leader, and returns what it is then; acknowledged. */
    long change(String leader);

    /** Writes something at a member, and does not wait for it. */
    void keepBusy(String leader);

    /** What a linearizable read at that member answers; nothing if it refuses, or is silent. */
    OptionalLong read(String name);
}
