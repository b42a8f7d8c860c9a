package io.multiraft.node;

import io.multiraft.node.config.NodeConfig;
import io.multiraft.node.config.NodeConfig.Logging;
import io.multiraft.node.config.NodeConfig.Member;
import io.multiraft.node.config.NodeConfig.Partition;
import io.multiraft.node.config.NodeConfig.Ports;
import io.multiraft.node.config.NodeConfig.Raft;
import io.multiraft.node.config.NodeConfig.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shape of a cluster that runs in one process.
 *
 * @param apiPort of the first member; its others follow, and the next member's start 10 higher
 * @param httpPort of the first member; the next member's is one higher
 */
record DevCluster(int partitions, int members, int apiPort, int httpPort, Path data) {

    /** Elections are quick: the members cannot lose each other. */
    private static final Raft RAFT =
            new Raft(
                    Duration.ofMillis(300), Duration.ofMillis(600), Raft.DEFAULT.snapshotEntries());

    private static final String CLUSTER = "dev";
    private static final String HOST = "127.0.0.1";

    /** Where the data of a cluster of this shape is kept: another shape has data of its own. */
    Path shapeDirectory() {
        return data.resolve("%d-partitions-%d-members".formatted(partitions, members));
    }

    List<NodeConfig> nodes() {
        List<Member> all = IntStream.range(0, members).mapToObj(this::member).toList();
        return all.stream().map(self -> node(self, all)).toList();
    }

    private Member member(int position) {
        int first = apiPort + 10 * position;
        Ports ports = new Ports(first, first + 1, first + 2, httpPort + position);
        return new Member("dev-" + position, HOST, ports);
    }

    private NodeConfig node(Member self, List<Member> all) {
        List<Partition> placed =
                IntStream.rangeClosed(1, partitions)
                        .mapToObj(id -> new Partition(id, placement(id, all), true))
                        .toList();
        return new NodeConfig(
                CLUSTER,
                self.name(),
                shapeDirectory().resolve(self.name()),
                all,
                placed,
                RAFT,
                Session.DEFAULT,
                Logging.DEFAULT,
                self.ports());
    }

    /** Member i of partition p is node (p - 1 + i) mod nodes. */
    private static List<String> placement(int id, List<Member> all) {
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get((id - 1 + i) % all.size()).name())
                .toList();
    }
}
