package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.multiraft.operator.api.SessionState;
import org.junit.jupiter.api.Test;

/** Two operators agree on one that acts. */
class LeaderElectionIT extends OperatorTestBed {

    @Test
    void oneActsAndTheOtherTakesOverAtOnceWhenItStops() {
        RunningOperator first = startLeader();
        RunningOperator second = startReplica("second");
        createSession("before", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("before") == SessionState.OPENED);
        assertThat(first.writes()).isNotEmpty();
        assertThat(second.writes()).isEmpty();

        first.close();
        createSession("after", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> state("after") == SessionState.OPENED);
        assertThat(second.writes()).isNotEmpty();
        assertThat(holder()).isEqualTo("second");
        assertThat(nodes.open(1)).hasSize(2);
    }

    @Test
    void oneThatWasCutOffKnowsItBeforeTheOtherActs() {
        RunningOperator first = startLeader();
        RunningOperator second = startReplica("second");
        first.cutOff();
        createSession("after", "{cluster: sample, liveness: {type: None}}");
        await().until(() -> first.lostLease() || !second.writes().isEmpty());
        assertThat(first.lostLease()).isTrue();
        await().until(() -> state("after") == SessionState.OPENED);
        assertThat(holder()).isEqualTo("second");
    }

    private RunningOperator startLeader() {
        RunningOperator first = startReplica("first");
        createCluster("{}");
        createPods();
        nodes.electAll();
        await().until(() -> "sample-2".equals(partition(3).getStatus().leader()));
        assertThat(holder()).isEqualTo("first");
        return first;
    }

    private String holder() {
        return find(Lease.class, "lease").getSpec().getHolderIdentity();
    }
}
