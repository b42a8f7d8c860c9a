package io.multiraft.e2e.history;

import io.multiraft.e2e.history.Network.Direction;
import java.time.Duration;

/**
 * What goes wrong in a case. Each strikes, lets the workload go on, and mends what it broke; that
 * the cluster is well again is the case's to see.
 */
enum Fault {
    NONE(false) {
        @Override
        void strike(Scene scene) {
            scene.pass(SHORT);
        }
    },
    LEADER_KILLED(false) {
        @Override
        void strike(Scene scene) {
            killed(scene, scene.leader());
        }
    },
    NODE_KILLED(false) {
        @Override
        void strike(Scene scene) {
            killed(scene, scene.anyNode());
        }
    },
    LEADER_STOPPED_BY_SIGTERM(false) {
        @Override
        void strike(Scene scene) {
            NodeProcess node = scene.leader();
            node.terminate();
            scene.pass(SHORT);
            node.start();
        }
    },
    /** A majority at once: nothing is acknowledged until one is back, from its disk. */
    TWO_NODES_KILLED(false) {
        @Override
        void strike(Scene scene) {
            NodeProcess leader = scene.leader();
            NodeProcess follower = scene.follower();
            leader.kill();
            follower.kill();
            scene.pass(SHORT);
            leader.start();
            follower.start();
        }
    },
    ALL_NODES_KILLED(false) {
        @Override
        void strike(Scene scene) {
            scene.cluster().nodes().forEach(NodeProcess::kill);
            scene.cluster().nodes().forEach(NodeProcess::start);
        }
    },
    /** It stands still for longer than it takes to elect another, and goes on believing. */
    LEADER_PAUSED(false) {
        @Override
        void strike(Scene scene) {
            NodeProcess node = scene.leader();
            node.stop();
            scene.pass(LONG);
            node.goOn();
            scene.pass(SHORT);
        }
    },
    /** Under write load from clients that still reach it. */
    LEADER_CUT_OFF(true) {
        @Override
        void strike(Scene scene) {
            cutOff(scene, Direction.BOTH);
        }
    },
    LEADER_HEARS_NOTHING(true) {
        @Override
        void strike(Scene scene) {
            cutOff(scene, Direction.IN);
        }
    },
    LEADER_IS_NOT_HEARD(true) {
        @Override
        void strike(Scene scene) {
            cutOff(scene, Direction.OUT);
        }
    },
    FOLLOWER_HEARS_NOTHING(true) {
        @Override
        void strike(Scene scene) {
            scene.cut(scene.follower(), Direction.IN);
            scene.pass(LONG);
            scene.cluster().network().mend();
        }
    },
    /** Two nodes that both reach the third, but not each other. */
    LINK_CUT(true) {
        @Override
        void strike(Scene scene) {
            NodeProcess leader = scene.leader();
            scene.cluster()
                    .network()
                    .cut(leader.number(), scene.follower().number(), Direction.BOTH);
            scene.pass(LONG);
            scene.cluster().network().mend();
        }
    },
    LOSS_AND_DELAY(true) {
        @Override
        void strike(Scene scene) {
            for (NodeProcess node : scene.cluster().nodes()) {
                double loss = 0.02 + scene.random().nextDouble() * 0.08;
                scene.cluster().network().degrade(node.number(), loss);
            }
            scene.pass(LONG);
            scene.cluster().network().mend();
        }
    },
    LOSS_WHILE_THE_LEADER_IS_KILLED(true) {
        @Override
        void strike(Scene scene) {
            for (NodeProcess node : scene.cluster().nodes()) {
                scene.cluster().network().degrade(node.number(), 0.05);
            }
            killed(scene, scene.leader());
            scene.cluster().network().mend();
        }
    },
    DISK_FULL(true) {
        @Override
        void strike(Scene scene) {
            Damage.fillDisk(scene);
        }
    },
    LOG_TORN(false) {
        @Override
        void strike(Scene scene) {
            Damage.tearLog(scene);
        }
    },
    LOG_BYTE_FLIPPED(false) {
        @Override
        void strike(Scene scene) {
            Damage.flipLogByte(scene);
        }
    },
    DATA_WIPED(false) {
        @Override
        void strike(Scene scene) {
            Damage.wipe(scene);
        }
    },
    CLOCK_JUMPS(false) {
        @Override
        void strike(Scene scene) {
            WallClock.jump(scene);
        }
    };

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Several election timeouts of 1.2 s. */
    private static final Duration LONG = Duration.ofSeconds(4);

    private final boolean namespaces;

    /**
     * @param namespaces whether it takes a network, or a disk, that can be broken
     */
    Fault(boolean namespaces) {
        this.namespaces = namespaces;
    }

    abstract void strike(Scene scene);

    /** Why it cannot strike there; empty if it can. */
    String obstacle(Network network) {
        if (namespaces && !network.breakable()) {
            return network.describe();
        }
        return this == CLOCK_JUMPS ? WallClock.obstacle() : "";
    }

    private static void killed(Scene scene, NodeProcess node) {
        node.kill();
        scene.pass(SHORT);
        node.start();
    }

    private static void cutOff(Scene scene, Direction direction) {
        scene.cut(scene.leader(), direction);
        scene.pass(LONG);
        scene.cluster().network().mend();
        scene.pass(SHORT);
    }
}
