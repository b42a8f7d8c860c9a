package io.multiraft.sim.check;

import io.multiraft.fsm.Effect;
import io.multiraft.sim.log.Committed;
import io.multiraft.sim.replica.Machine;
import io.multiraft.sim.replica.SimNode;
import java.util.List;

/**
 * At each position of the log every replica has the same fingerprint and has had the same effects.
 * Holds because the state machine has no input but the log.
 */
final class ReplicasAgree extends Invariant {

    @Override
    void applied(String node, Committed committed, List<Effect> effects, Machine machine) {
        Step first = history().step(committed.position());
        check(
                machine.fingerprint() == first.fingerprint() && effects.equals(first.effects()),
                "at position %s %s has %x and %s, the first to apply it had %x and %s",
                committed.position(),
                node,
                machine.fingerprint(),
                effects,
                first.fingerprint(),
                first.effects());
    }

    @Override
    void settled(World world) {
        for (SimNode node : world.nodes()) {
            check(
                    node.applied() == world.log().size(),
                    "%s has applied %s of %s",
                    node.name(),
                    node.applied(),
                    world.log().size());
        }
    }
}
