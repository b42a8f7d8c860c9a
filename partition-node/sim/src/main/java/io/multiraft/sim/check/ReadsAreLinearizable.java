package io.multiraft.sim.check;

import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.sim.client.Operation;
import io.multiraft.sim.replica.RealMachine;
import java.util.ArrayList;
import java.util.List;

/**
 * A read reflects everything that anybody was told of before it began, its own writes among it, and
 * answers what the log gives at its position. Holds because a read waits for an entry that was made
 * after it came.
 */
final class ReadsAreLinearizable extends Invariant {

    private final List<Read> reads = new ArrayList<>();

    private record Read(long position, Query query, QueryResult result) {}

    @Override
    void readServed(long position, Query query, QueryResult result) {
        reads.add(new Read(position, query, result));
    }

    @Override
    void ended(Operation operation) {
        if (operation.kind() == Operation.Kind.QUERY
                && operation.state() == Operation.State.ACKNOWLEDGED) {
            check(
                    operation.position() >= operation.acknowledgedBefore(),
                    "%s was served at %s; before it began somebody was told of %s",
                    operation,
                    operation.position(),
                    operation.acknowledgedBefore());
        }
    }

    /** Replays the log from its beginning, and asks again at each read's position. */
    @Override
    void settled(World world) {
        RealMachine replay = new RealMachine(world.limits());
        reads.sort((one, other) -> Long.compare(one.position, other.position));
        int next = 0;
        for (long position = 0; position <= world.log().size(); position++) {
            if (position > 0) {
                replay.apply(world.log().get(position).entry());
            }
            while (next < reads.size() && reads.get(next).position == position) {
                Read read = reads.get(next++);
                QueryResult again = replay.query(read.query);
                check(
                        again.equals(read.result),
                        "%s at %s was answered %s, and a replay answers %s",
                        read.query,
                        position,
                        read.result,
                        again);
            }
        }
    }
}
