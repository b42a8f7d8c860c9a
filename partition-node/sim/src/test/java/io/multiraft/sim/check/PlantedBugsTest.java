package io.multiraft.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Acknowledgement;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.LeaderClock;
import io.multiraft.fsm.Limits;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.sim.Simulator;
import io.multiraft.sim.SimulatorOptions;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.replica.Machine;
import io.multiraft.sim.replica.RealMachine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * An invariant that never fails may be one that cannot. So for each there is a bug that it alone is
 * left to catch.
 */
class PlantedBugsTest {

    private static final int SEEDS = 400;
    private static final Set<String> PROVEN = new TreeSet<>();

    @AfterAll
    static void noInvariantIsWithoutABug() {
        assertThat(Invariants.all(Limits.defaults()))
                .extracting(invariant -> invariant.getClass().getSimpleName())
                .containsExactlyInAnyOrderElementsOf(PROVEN);
    }

    @Test
    void aReplicaThatSkipsAnEntry() {
        catches(
                limits -> new ReplicasAgree(),
                new Wiring() {
                    @Override
                    public Machine machine(int node, Limits limits) {
                        return node == 1
                                ? new PlantedMachine(
                                        limits,
                                        entry ->
                                                entry.getTimestampMillis() % 20 == 0
                                                        ? tick(entry)
                                                        : entry)
                                : new RealMachine(limits);
                    }
                });
    }

    @Test
    void aReplicaThatAppliesAnEntryTwice() {
        catches(
                limits -> new AppliedInOrder(),
                new Wiring() {
                    @Override
                    public Machine machine(int node, Limits limits) {
                        return new RealMachine(limits) {
                            @Override
                            public List<Effect> apply(LogEntry entry) {
                                if (entry.getTimestampMillis() % 50 == 0) {
                                    super.apply(entry);
                                }
                                return super.apply(entry);
                            }
                        };
                    }
                });
    }

    @Test
    void aStateMachineThatKeepsNoRecords() {
        catches(
                limits -> new CommandExecutedOnce(),
                everywhere(proposal -> proposal.toBuilder().clearCommandSequenceNum().build()));
    }

    @Test
    void aLogThatLosesACommittedEntry() {
        catches(
                limits -> new AcknowledgedNotLost(),
                new Wiring() {
                    @Override
                    public int entriesForgottenByElection() {
                        return 1;
                    }
                });
    }

    @Test
    void aNodeThatSaysOfACommandInFlightThatNothingHasHappened() {
        catches(
                limits -> new FailedNeverHappens(),
                PlantedBugsTest::hasty,
                new Wiring() {
                    @Override
                    public Outcome told(Request request, Outcome outcome) {
                        return outcome instanceof Outcome.Failed failed
                                ? new Outcome.Failed(
                                        failed.failure(), false, false, failed.message(), "")
                                : outcome;
                    }
                });
    }

    @Test
    void aClientThatHandsOnWhateverArrives() {
        catches(
                limits -> new OutputsInOrder(),
                new Wiring() {
                    @Override
                    public boolean clientsObeyOrder() {
                        return false;
                    }
                });
    }

    @Test
    void aLeaderThatStampsByTheWallClock() {
        catches(
                limits -> new NoEarlyExpiry(),
                new Wiring() {
                    @Override
                    public long stamp(LeaderClock clock, long wallMillis) {
                        return wallMillis;
                    }
                });
    }

    @Test
    void aStateMachineThatOnlySaysThatItClosedASession() {
        catches(
                limits -> new NoGhostSession(),
                everywhere(
                        proposal -> {
                            if (!proposal.getInput().hasCloseSession()) {
                                return proposal;
                            }
                            Proposal.Builder kept = proposal.toBuilder();
                            kept.getInputBuilder()
                                    .getKeepAliveBuilder()
                                    .setSessionId(
                                            proposal.getInput().getCloseSession().getSessionId());
                            return kept.build();
                        }));
    }

    @Test
    void aClientWithANewNonceForEachAttempt() {
        catches(
                limits -> new OpenMakesOneSession(),
                new Wiring() {
                    @Override
                    public String nonce(String ofOperation, int attempt) {
                        return ofOperation + "/" + attempt;
                    }
                });
    }

    @Test
    void aSnapshotOfTheTimeBefore() {
        catches(
                limits -> new SnapshotEqualsReplay(),
                new Wiring() {
                    @Override
                    public Machine machine(int node, Limits limits) {
                        return new RealMachine(limits) {
                            private byte[] before = super.snapshot();

                            @Override
                            public byte[] snapshot() {
                                byte[] taken = before;
                                before = super.snapshot();
                                return taken;
                            }
                        };
                    }
                });
    }

    @Test
    void aNodeThatReadsWithoutKnowingThatItLeads() {
        catches(
                limits -> new ReadsAreLinearizable(),
                new Wiring() {
                    @Override
                    public boolean readsWaitForBarrier() {
                        return false;
                    }
                });
    }

    @Test
    void aStateMachineWithWiderLimits() {
        catches(
                LimitsHold::new,
                new Wiring() {
                    @Override
                    public Machine machine(int node, Limits limits) {
                        return new RealMachine(Limits.defaults());
                    }
                });
    }

    @Test
    void aShellThatForgetsTheTimer() {
        catches(
                limits -> new EverythingEnds(),
                new Wiring() {
                    @Override
                    public boolean clientsKeepTime() {
                        return false;
                    }
                });
    }

    @Test
    void aStateMachineThatDoesNotLookAtTheEpoch() {
        catches(limits -> new OlderEpochIsFenced(), everywhere(PlantedBugsTest::withoutEpoch));
    }

    @Test
    void aClientThatAcknowledgesNothing() {
        catches(
                limits -> new RecordsAreForgotten(),
                new Wiring() {
                    @Override
                    public Request sent(Request request, int attempt) {
                        return request instanceof Request.KeepAlive keepAlive
                                ? new Request.KeepAlive(
                                        keepAlive.operation(),
                                        keepAlive.lease(),
                                        new Acknowledgement(0, ByteString.EMPTY, Map.of()))
                                : request;
                    }
                });
    }

    @Test
    void aClientThatIsToldThatItsSessionLives() {
        catches(
                limits -> new LiveSessionsStay(),
                new Wiring() {
                    @Override
                    public Outcome told(Request request, Outcome outcome) {
                        return request instanceof Request.KeepAlive
                                        && outcome instanceof Outcome.Answered answered
                                ? new Outcome.Answered(Answer.of(Status.OK, ""), answered.leader())
                                : outcome;
                    }
                });
    }

    private static LogEntry tick(LogEntry entry) {
        return entry.toBuilder().clearProposals().build();
    }

    private static Wiring everywhere(UnaryOperator<Proposal> mistake) {
        return new Wiring() {
            @Override
            public Machine machine(int node, Limits limits) {
                return new PlantedMachine(limits, entry -> PlantedMachine.each(entry, mistake));
            }
        };
    }

    private static Proposal withoutEpoch(Proposal proposal) {
        Proposal.Builder without = proposal.toBuilder().clearEpoch();
        if (proposal.getInput().hasKeepAlive()) {
            without.getInputBuilder().getKeepAliveBuilder().clearEpoch();
        } else if (proposal.getInput().hasCloseSession()) {
            without.getInputBuilder().getCloseSessionBuilder().clearEpoch();
        }
        return without.build();
    }

    /** Operations with time for one attempt, mostly; else one of them is silent, which tells. */
    private static SimulatorOptions hasty(SimulatorOptions options) {
        SimulatorOptions.Workload usual = options.workload();
        return new SimulatorOptions(
                options.seed(),
                options.nodes(),
                options.clients(),
                options.sessionsPerClient(),
                options.faultsMillis(),
                options.limits(),
                options.network(),
                options.faults(),
                new SimulatorOptions.Workload(
                        usual.thinkMillis(),
                        200,
                        usual.minTimeoutMillis(),
                        usual.maxTimeoutMillis(),
                        usual.invalidPerMille(),
                        usual.crashPerMille(),
                        usual.rogue()));
    }

    private static void catches(Function<Limits, Invariant> invariant, Wiring bug) {
        catches(invariant, UnaryOperator.identity(), bug);
    }

    /** Some seed shows the bug to the invariant, and without the bug holds for it. */
    private static void catches(
            Function<Limits, Invariant> invariant,
            UnaryOperator<SimulatorOptions> changed,
            Wiring bug) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            SimulatorOptions options = changed.apply(SimulatorOptions.of(seed));
            Invariant planted = invariant.apply(options.limits());
            try {
                run(options, bug, planted);
            } catch (Violation violation) {
                assertThat(violation.invariant()).isEqualTo(planted.getClass().getSimpleName());
                run(options, new Wiring(), invariant.apply(options.limits()));
                PROVEN.add(violation.invariant());
                return;
            }
        }
        fail("%s seeds do not show it", SEEDS);
    }

    private static void run(SimulatorOptions options, Wiring wiring, Invariant invariant) {
        new Simulator(options, wiring, new Checker(List.of(invariant), options.limits())).run();
    }
}
