package io.multiraft.sim;

import io.multiraft.sim.log.SimLog;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.net.Peer;
import io.multiraft.sim.replica.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What breaks, and when somebody else is elected. */
final class Faults {

    private static final int EVERY_MILLIS = 100;
    private static final int LEADER_WATCH_MILLIS = 200;

    private final EventQueue events;
    private final Network network;
    private final SimLog log;
    private final List<SimNode> nodes;
    private final Supplier<List<? extends Peer>> clients;
    private final SimulatorOptions.Faults options;
    private final Random random;
    private boolean over;
    private long leaderlessSinceMillis;

    Faults(
            EventQueue events,
            Network network,
            SimLog log,
            List<SimNode> nodes,
            Supplier<List<? extends Peer>> clients,
            SimulatorOptions options) {
        this.events = events;
        this.network = network;
        this.log = log;
        this.nodes = nodes;
        this.clients = clients;
        this.options = options.faults();
        this.random = new Random(options.seed() ^ 0x5EED);
        events.after(EVERY_MILLIS, this::breakSomething);
        events.after(0, this::watchLeader);
    }

    /** Whatever is broken is whole again, and stays so. */
    void heal() {
        over = true;
        network.heal();
        for (SimNode node : nodes) {
            node.endPause();
            if (node.life() == 0) {
                node.start();
            }
        }
    }

    private void breakSomething() {
        if (over) {
            return;
        }
        events.after(EVERY_MILLIS, this::breakSomething);
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        if (chance(options.crash()) && node.life() > 0) {
            node.crash();
            events.after(100 + random.nextInt(6_000), () -> restart(node));
        }
        if (chance(options.pause()) && node.life() > 0) {
            node.pause(50 + random.nextInt(4_000));
        }
        if (chance(options.clockJump())) {
            long jump = options.jumpMillis();
            node.jumpWallClock((long) ((random.nextDouble() * 2 - 1) * jump));
        }
        if (chance(options.cut())) {
            cut(node);
        }
        if (chance(options.election())) {
            elect();
        }
    }

    private void restart(SimNode node) {
        if (node.life() == 0) {
            node.start();
        }
    }

    private void cut(SimNode node) {
        List<Peer> others = new ArrayList<>(nodes);
        others.addAll(clients.get());
        others.remove(node);
        if (others.isEmpty()) {
            return;
        }
        Peer other = others.get(random.nextInt(others.size()));
        Peer from = random.nextBoolean() ? node : other;
        Peer to = from == node ? other : node;
        network.cut(from, to);
        events.after(200 + random.nextInt(6_000), () -> network.restore(from, to));
    }

    /** As after an election timeout, when the leader is gone or cut off. */
    private void watchLeader() {
        events.after(LEADER_WATCH_MILLIS, this::watchLeader);
        SimNode leader = log.leader();
        if (leader != null && leader.leads() && log.hasMajority(leader)) {
            leaderlessSinceMillis = events.nowMillis();
        } else if (events.nowMillis() - leaderlessSinceMillis > 600 + random.nextInt(1_000)
                || leader == null) {
            elect();
            leaderlessSinceMillis = events.nowMillis();
        }
    }

    private void elect() {
        List<SimNode> able = nodes.stream().filter(log::hasMajority).toList();
        if (!able.isEmpty()) {
            log.elect(able.get(random.nextInt(able.size())));
        }
    }

    private boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }
}
