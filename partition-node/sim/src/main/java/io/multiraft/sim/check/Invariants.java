package io.multiraft.sim.check;

import io.multiraft.fsm.Limits;
import java.util.List;

/** All that must hold. */
final class Invariants {

    private Invariants() {}

    static List<Invariant> all(Limits limits) {
        return List.of(
                new ReplicasAgree(),
                new AppliedInOrder(),
                new CommandExecutedOnce(),
                new AcknowledgedNotLost(),
                new FailedNeverHappens(),
                new OutputsInOrder(),
                new NoEarlyExpiry(),
                new NoGhostSession(),
                new OpenMakesOneSession(),
                new SnapshotEqualsReplay(),
                new ReadsAreLinearizable(),
                new LimitsHold(limits),
                new EverythingEnds(),
                new OlderEpochIsFenced(),
                new RecordsAreForgotten(),
                new LiveSessionsStay());
    }
}
