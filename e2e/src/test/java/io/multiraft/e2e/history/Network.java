package io.multiraft.e2e.history;

import java.nio.file.Path;
import java.util.List;

/** How the nodes reach each other, and how that is broken. Nodes are counted from 0. */
interface Network extends AutoCloseable {

    /** What this network can do, for people. */
    String describe();

    /** Whether links can be cut, slowed down and made to lose. */
    boolean breakable();

    /** The address at which everybody reaches a node. */
    String host(int node);

    /** Whether nodes have the same address, and so need ports of their own. */
    boolean oneHost();

    /** What must come before the command of a program that is to run on that node. */
    List<String> prefix(int node);

    /** A path of a node as this process sees it. */
    Path path(int node, Path path);

    /** Which packets between a node and other nodes are dropped. */
    enum Direction {
        IN,
        OUT,
        BOTH
    }

    /** Drops packets between two nodes; clients still reach both. */
    void cut(int node, int other, Direction direction);

    /** Loses a part of all packets that reach a node, and delays what it sends. */
    void degrade(int node, double loss);

    /** Ends all that was broken. */
    void mend();

    /** Gives a directory of a node a small disk of its own. */
    void smallDisk(int node, Path directory, int megabytes);

    @Override
    void close();
}
