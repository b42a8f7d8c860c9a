package io.multiraft.node.raft;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Before a port of this machine. Connections that it froze stay open and bring nothing any more, as
 * those to an address that nobody has; later ones work.
 */
final class FreezingProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    FreezingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void freeze() {
        connections.forEach(connection -> connection.frozen = true);
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket caller = server.accept();
            try {
                Connection connection =
                        new Connection(
                                caller, new Socket(InetAddress.getLoopbackAddress(), target));
                connections.add(connection);
                start(() -> connection.pump(connection.caller, connection.callee));
                start(() -> connection.pump(connection.callee, connection.caller));
            } catch (IOException e) {
                // Nobody listens there yet.
                caller.close();
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                task.run();
                            } catch (IOException e) {
                                // Closed by one of its ends, or by the test's.
                            }
                        },
                        "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private static final class Connection {

        private final Socket caller;
        private final Socket callee;
        private volatile boolean frozen;

        private Connection(Socket caller, Socket callee) {
            this.caller = caller;
            this.callee = callee;
        }

        private void pump(Socket from, Socket to) throws IOException {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0 && !frozen; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } finally {
                if (!frozen) {
                    close();
                }
            }
        }

        private void close() throws IOException {
            caller.close();
            callee.close();
        }
    }
}
