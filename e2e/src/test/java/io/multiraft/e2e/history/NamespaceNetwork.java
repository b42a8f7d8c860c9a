package io.multiraft.e2e.history;

import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine for each node, as far as network and mounts go, and a bridge between them and to this
 * process.
 *
 * <p>A namespace is held by a process that reads from this one and does nothing: when this process
 * ends, however it ends, so do they, and the kernel takes links, rules and mounts with them.
 * Nothing is left to clean up. Names and addresses (198.18.x.0/24, of the range that is set aside
 * for test networks) are not those of the local Kubernetes, and several runs pick different ones.
 */
final class NamespaceNetwork implements Network {

    private static final int PLACES = 64;

    private final List<Process> holders = new ArrayList<>();
    private final Process bridge;
    private final int nodes;
    private int place;

    private NamespaceNetwork(int nodes) {
        this.nodes = nodes;
        this.bridge = hold();
    }

    /** Why there cannot be one here; nothing where there can. */
    static Optional<String> obstacle() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("this is not Linux");
        }
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("you are not root");
        }
        for (String program : List.of("unshare", "nsenter", "setpriv", "ip", "tc", "iptables")) {
            if (Shell.attempt("which %s", program).exitCode() != 0) {
                return Optional.of("there is no '" + program + "' on the PATH");
            }
        }
        return Shell.attempt("unshare --net --mount true").exitCode() == 0
                ? Optional.empty()
                : Optional.of("this root may not make namespaces");
    }

    static NamespaceNetwork make(int nodes) {
        NamespaceNetwork network = new NamespaceNetwork(nodes);
        try {
            network.wire();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** A process in namespaces of its own, which ends when this one does. */
    private Process hold() {
        try {
            Process holder =
                    new ProcessBuilder(
                                    "unshare",
                                    "--net",
                                    "--mount",
                                    "--propagation",
                                    "private",
                                    "cat")
                            .start();
            holders.add(holder);
            // It becomes that program when its namespaces are made.
            Path program = Path.of("/proc", Long.toString(holder.pid()), "comm");
            Await.soon("a namespace is held")
                    .until(() -> Files.readString(program).trim().equals("cat"));
            return holder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void wire() {
        place = claim();
        Shell.run("ip address add %s/24 dev %s", address(1), link());
        Shell.run("ip link set %s up", link());
        inside(bridge, "ip link add name machines type bridge");
        inside(bridge, "ip link set machines up");
        inside(bridge, "ip link set tests master machines up");
        for (int node = 0; node < nodes; node++) {
            Process holder = hold();
            Shell.run(
                    "ip link add name node%d netns %d type veth peer name eth0 netns %d",
                    node, bridge.pid(), holder.pid());
            inside(bridge, "ip link set node%d master machines up".formatted(node));
            inside(holder, "ip link set lo up");
            inside(holder, "ip address add %s/24 dev eth0".formatted(host(node)));
            inside(holder, "ip link set eth0 up");
        }
    }

    /** Making the link is what claims a place: only one can. */
    private int claim() {
        for (int candidate = 0; candidate < PLACES; candidate++) {
            place = candidate;
            boolean free = Shell.run("ip -4 route show root 198.18.%d.0/24", candidate).isBlank();
            if (free
                    && Shell.attempt(
                                            "ip link add name %s type veth peer name tests netns"
                                                    + " %d",
                                            link(), bridge.pid())
                                    .exitCode()
                            == 0) {
                return candidate;
            }
        }
        throw new IllegalStateException("all " + PLACES + " networks 198.18.x.0/24 are taken");
    }

    private String link() {
        return "mrhistory" + place;
    }

    private String address(int last) {
        return "198.18." + place + "." + last;
    }

    private static Command.Result enter(Process holder, String command) {
        return Shell.attempt("nsenter --target %d --net --mount %s", holder.pid(), command);
    }

    private static void inside(Process holder, String command) {
        enter(holder, command).orThrow();
    }

    private Process holder(int node) {
        return holders.get(node + 1);
    }

    @Override
    public String describe() {
        return "a namespace for each node, " + address(0) + "/24";
    }

    @Override
    public boolean breakable() {
        return true;
    }

    @Override
    public String host(int node) {
        return address(11 + node);
    }

    @Override
    public boolean oneHost() {
        return false;
    }

    /**
     * The kernel ends the node when the thread that started it does: nodes are started by the
     * test's own thread only.
     */
    @Override
    public List<String> prefix(int node) {
        String holder = Long.toString(holder(node).pid());
        List<String> prefix = new ArrayList<>();
        prefix.addAll(List.of("nsenter", "--target", holder, "--net", "--mount", "--"));
        prefix.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        return prefix;
    }

    @Override
    public Path path(int node, Path path) {
        return Path.of("/proc", Long.toString(holder(node).pid()), "root" + path);
    }

    @Override
    public void cut(int node, int other, Direction direction) {
        if (direction != Direction.OUT) {
            inside(holder(node), "iptables -w -A INPUT -s %s -j DROP".formatted(host(other)));
        }
        if (direction != Direction.IN) {
            inside(holder(node), "iptables -w -A OUTPUT -d %s -j DROP".formatted(host(other)));
        }
    }

    /** Where the kernel has no netem, a narrow link delays: what is sent waits in its queue. */
    @Override
    public void degrade(int node, double loss) {
        inside(
                holder(node),
                "iptables -w -A INPUT -i eth0 -m statistic --mode random --probability %.3f -j DROP"
                        .formatted(loss));
        String delay = "tc qdisc add dev eth0 root ";
        if (enter(holder(node), delay + "netem delay 40ms 30ms distribution normal").exitCode()
                != 0) {
            inside(holder(node), delay + "tbf rate 2mbit burst 16kb latency 300ms");
        }
    }

    @Override
    public void mend() {
        for (int node = 0; node < nodes; node++) {
            inside(holder(node), "iptables -w -F");
            // There may be none.
            enter(holder(node), "tc qdisc del dev eth0 root");
        }
    }

    @Override
    public void smallDisk(int node, Path directory, int megabytes) {
        inside(
                holder(node),
                "mount -t tmpfs -o size=%dm,mode=755 tmpfs %s".formatted(megabytes, directory));
    }

    @Override
    public void close() {
        for (Process holder : holders) {
            holder.destroyForcibly();
        }
        for (Process holder : holders) {
            holder.onExit().join();
        }
    }
}
