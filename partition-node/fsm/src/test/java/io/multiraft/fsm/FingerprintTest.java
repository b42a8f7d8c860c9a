package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two replicas that did not do the same have other fingerprints. */
class FingerprintTest {

    private static final Proposal PUT = put(1, "v");

    @Test
    void everyDifferenceShows() {
        Stream<Long> fingerprints =
                Stream.of(
                        after(PUT),
                        after(put(1, "w")),
                        after(PUT, PUT),
                        after(PUT, put(2, "v")),
                        after(increment(1)),
                        after(increment(2)),
                        after(Proposals.close(1)),
                        after(Proposals.close(2)),
                        after(Proposals.close(8)));

        assertThat(fingerprints).doesNotHaveDuplicates();
    }

    @Test
    void whichOutputIsRepeatedShows() {
        assertThat(after(PUT, put(2, "w"), PUT)).isNotEqualTo(after(PUT, put(2, "w"), put(2, "w")));
        assertThat(after(PUT, put(2, "longer"), PUT))
                .isNotEqualTo(after(PUT, put(2, "longer"), put(2, "longer")));
    }

    @Test
    void aReplicaThatHasAnOutputFromASnapshotAgreesWhenItIsRepeated() {
        TestPartition partition = prepared(PUT);
        TestPartition restored = new TestPartition().restore(partition.snapshotBytes());

        assertThat(restored.apply(PUT)).isEqualTo(partition.apply(PUT));
        assertThat(restored.machine().fingerprint()).isEqualTo(partition.machine().fingerprint());
    }

    @Test
    void theTimeAndAResumeShow() {
        TestPartition partition = prepared();
        long at = partition.machine().fingerprint();
        partition.apply();
        long tick = partition.machine().fingerprint();
        TestPartition resumed = prepared();
        resumed.resume();

        assertThat(Stream.of(at, tick, resumed.machine().fingerprint())).doesNotHaveDuplicates();
    }

    private static long after(Proposal... proposals) {
        return prepared(proposals).machine().fingerprint();
    }

    /** Sessions 1 and 2, of which the first has the map 3 and the counter 4. */
    private static TestPartition prepared(Proposal... proposals) {
        TestPartition partition = new TestPartition().at(1);
        long session = partition.openSession();
        partition.openSession();
        partition.createService(session, MapService.TYPE, "m");
        partition.createService(session, CounterService.TYPE, "c");
        Arrays.stream(proposals).forEach(partition::apply);
        return partition;
    }

    private static Proposal put(long number, String value) {
        return Proposals.map(1, number, 3, MapInputs.put("k", MapInputs.value(value), 0));
    }

    private static Proposal increment(long delta) {
        return Proposals.counter(1, 1, 4, CounterInputs.increment(delta));
    }
}
