package io.multiraft.kubectl.connect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports of a pod, on loopback for as long as this is open. */
final class PortForward implements AutoCloseable {

    private static final Pattern LINE =
            Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) -> (\\d+)");

    private final Process process;
    private final Thread atExit;
    private final Map<Integer, Integer> ports = new HashMap<>();

    /**
     * Opens the ports; returns when they take connections.
     *
     * @throws ConnectException with what kubectl said
     */
    PortForward(Kubectl kubectl, String pod, int... remote) {
        String[] arguments = new String[remote.length + 2];
        arguments[0] = "port-forward";
        arguments[1] = "pod/" + pod;
        for (int i = 0; i < remote.length; i++) {
            arguments[i + 2] = ":" + remote[i];
        }
        process = kubectl.start(arguments);
        atExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            awaitPorts(pod, remote.length);
        } catch (IOException e) {
            throw new ConnectException("port-forward to " + pod + ": " + e.getMessage());
        }
    }

    /** {@code host:port} of a port of the pod. */
    String address(int remote) {
        return "127.0.0.1:" + ports.get(remote);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does it.
        }
    }

    private void awaitPorts(String pod, int count) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        while (ports.size() < count) {
            String line = out.readLine();
            if (line == null) {
                throw new ConnectException(
                        "port-forward to " + pod + ": " + Kubectl.error(process));
            }
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                ports.put(Integer.valueOf(matcher.group(2)), Integer.valueOf(matcher.group(1)));
            }
        }
        Thread drain = new Thread(() -> out.lines().forEach(line -> {}), "port-forward-output");
        drain.setDaemon(true);
        drain.start();
    }
}
