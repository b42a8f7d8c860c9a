package io.multiraft.sim.check;

import io.multiraft.fsm.Limits;
import io.multiraft.sim.replica.SimNode;

/**
 * What the state machine keeps is bounded by its limits: sessions, services of a session, records
 * of a session, outputs of a record. Holds because each limit is checked before anything is kept.
 */
final class LimitsHold extends Invariant {

    private final Limits limits;

    LimitsHold(Limits limits) {
        this.limits = limits;
    }

    @Override
    void snapshotTaken(String node, long position, byte[] snapshot) {
        check(SnapshotContents.of(snapshot), position);
    }

    @Override
    void settled(World world) {
        for (SimNode node : world.nodes()) {
            check(SnapshotContents.of(node.machine().snapshot()), node.applied());
        }
    }

    private void check(SnapshotContents contents, long position) {
        most("open sessions", contents.sessions(), limits.sessions().open(), position);
        most("ended sessions", contents.ended(), limits.sessions().remembered(), position);
        most("services", contents.services(), limits.services().count(), position);
        most(
                "services of a session",
                contents.servicesOfSession(),
                limits.services().perSession(),
                position);
        for (SnapshotContents.Session session : contents.bySession().values()) {
            most(
                    "records of a session",
                    session.records(),
                    limits.commands().recordsPerSession(),
                    position);
            most(
                    "open commands without a number",
                    session.untracked(),
                    limits.commands().untrackedStreamsPerSession(),
                    position);
            // The last one says that the limit was reached.
            most(
                    "outputs of a command",
                    session.outputs(),
                    limits.commands().outputsPerCommand() + 1,
                    position);
        }
    }

    private void most(String what, long count, long most, long position) {
        check(count <= most, "%s %s at %s; the limit is %s", count, what, position, most);
    }
}
