package io.multiraft.node;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * Ports that nobody uses now, below those that the kernel gives to outgoing connections: one of
 * these could get a port that a node was promised, most easily while that node is down and others
 * try to reach it.
 *
 * <p>Each port is given once, and processes begin in different places, so that those that run at
 * the same time do not race for the same ones.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static int next = FIRST + (int) (ProcessHandle.current().pid() * 101 % (END - FIRST));

    private FreePorts() {}

    public static int one() {
        return row(1);
    }

    /** The first of so many in a row. */
    public static synchronized int row(int count) {
        for (int tried = FIRST; tried < END; tried += count) {
            int first = next + count > END ? FIRST : next;
            next = first + count;
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException(
                "no %d free ports in a row in %d to %d".formatted(count, FIRST, END - 1));
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                socket.getLocalPort();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
