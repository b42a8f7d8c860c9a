package io.multiraft.e2e.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All nodes on 127.0.0.1: where one may not make namespaces. Only processes can be hurt. */
final class LoopbackNetwork implements Network {

    private final String reason;

    LoopbackNetwork(String reason) {
        this.reason = reason;
    }

    @Override
    public String describe() {
        return "loopback, so only processes and files are hurt: " + reason;
    }

    @Override
    public boolean breakable() {
        return false;
    }

    @Override
    public String host(int node) {
        return "127.0.0.1";
    }

    @Override
    public boolean oneHost() {
        return true;
    }

    /** Where the kernel can, it ends a node with this process, however that ended. */
    @Override
    public List<String> prefix(int node) {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                ? List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
                : List.of();
    }

    @Override
    public Path path(int node, Path path) {
        return path;
    }

    @Override
    public void cut(int node, int other, Direction direction) {
        throw new UnsupportedOperationException(describe());
    }

    @Override
    public void degrade(int node, double loss) {
        throw new UnsupportedOperationException(describe());
    }

    @Override
    public void mend() {
        // Nothing can be broken.
    }

    @Override
    public void smallDisk(int node, Path directory, int megabytes) {
        throw new UnsupportedOperationException(describe());
    }

    @Override
    public void close() {
        // Nothing was made.
    }
}
