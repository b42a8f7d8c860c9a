package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.sim.log.Committed;
import io.multiraft.sim.replica.Machine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica applies each position once, in order, from its snapshot on; its index counts the
 * proposals, and its clock never goes back. Holds because the clock is a running maximum.
 */
final class AppliedInOrder extends Invariant {

    private final Map<String, Place> places = new TreeMap<>();

    private record Place(long position, long index, long clockMillis) {}

    @Override
    void restored(String node, long position, Machine machine, byte[] snapshot) {
        places.put(node, new Place(position, machine.index(), machine.clockMillis()));
    }

    @Override
    void applied(String node, Committed committed, List<Effect> effects, Machine machine) {
        Place before = places.get(node);
        Place now = new Place(committed.position(), machine.index(), machine.clockMillis());
        long index = before.index() + committed.entry().getProposalsCount();
        check(
                now.position() == before.position() + 1
                        && now.index() == index
                        && now.clockMillis() >= before.clockMillis(),
                "%s goes from %s to %s with %s proposals",
                node,
                before,
                now,
                committed.entry().getProposalsCount());
        places.put(node, now);
    }
}
