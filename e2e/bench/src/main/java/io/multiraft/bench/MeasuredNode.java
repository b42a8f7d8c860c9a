package io.multiraft.bench;

import io.multiraft.bench.system.NodeBuild;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of programs that measure one build of the node alone. */
final class MeasuredNode {

    @Option(
            names = "--node",
            paramLabel = "TREE",
            required = true,
            description = "Source tree in which the node is built.")
    private Path tree;

    @Option(
            names = "--data-directory",
            paramLabel = "DIR",
            required = true,
            description = "For the data of all nodes.")
    private Path data;

    NodeBuild build() {
        return NodeBuild.of(tree);
    }

    Path data() {
        return data.toAbsolutePath();
    }
}
