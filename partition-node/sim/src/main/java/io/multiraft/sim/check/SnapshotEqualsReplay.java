package io.multiraft.sim.check;

import io.multiraft.sim.replica.Machine;
import io.multiraft.sim.replica.SimNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica that was restored from a snapshot is the same as one that applied everything, and all
 * snapshots of a position have the same bytes. Holds because a snapshot has all of the state, in an
 * order of its own.
 */
final class SnapshotEqualsReplay extends Invariant {

    private final Map<Long, byte[]> byPosition = new TreeMap<>();

    @Override
    void snapshotTaken(String node, long position, byte[] snapshot) {
        byte[] other = byPosition.putIfAbsent(position, snapshot);
        check(
                other == null || Arrays.equals(other, snapshot),
                "the snapshot of %s at %s differs from another one",
                node,
                position);
    }

    @Override
    void restored(String node, long position, Machine machine, byte[] snapshot) {
        if (position == 0) {
            return;
        }
        check(
                machine.fingerprint() == history().step(position).fingerprint(),
                "%s is restored at %s to another state than the log gives",
                node,
                position);
        check(
                Arrays.equals(machine.snapshot(), snapshot),
                "%s, restored at %s, gives another snapshot",
                node,
                position);
    }

    @Override
    void settled(World world) {
        byte[] first = world.nodes().get(0).machine().snapshot();
        for (SimNode node : world.nodes()) {
            check(
                    Arrays.equals(first, node.machine().snapshot()),
                    "%s differs from the first node in the end",
                    node.name());
        }
    }
}
