package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProposerTest {

    private static final long STALL_MILLIS = 60_000;
    private static final PartitionException DEPOSED =
            new PartitionException(Kind.NOT_LEADER, "another leads");

    private final List<Batch> appended = new ArrayList<>();
    private final List<CompletableFuture<Void>> results = new ArrayList<>();
    private final List<Runnable> looks = new ArrayList<>();
    private long nanos = System.nanoTime();
    private final Proposer proposer =
            new Proposer(
                    this::execute,
                    this::append,
                    STALL_MILLIS,
                    "1.2.3",
                    () -> nanos,
                    (delay, task) -> looks.add(task));

    private int executed;

    private void execute(Runnable task) {
        executed++;
        task.run();
    }

    private CompletableFuture<Void> append(Batch batch) {
        appended.add(batch);
        results.add(new CompletableFuture<>());
        return results.get(results.size() - 1);
    }

    @Test
    void firstProposalOfAnIdlePartitionIsAnEntryAtOnce() {
        proposer.open(1, 0);

        propose(10);

        assertThat(appended).hasSize(1);
        assertThat(appended.get(0).entry().getProposalsCount()).isEqualTo(1);
    }

    @Test
    void proposalsThatComeWhileEntriesAreInFlightArePackedInOrder() {
        fillTheFlight();
        for (int size = 1; size <= 5; size++) {
            propose(size);
        }
        assertThat(appended).hasSize(RaftLimits.ENTRIES_IN_FLIGHT);

        proposer.claim(appended.get(0).callId());

        Batch packed = appended.get(RaftLimits.ENTRIES_IN_FLIGHT);
        assertThat(packed.entry().getProposalsList())
                .extracting(p -> p.getInput().getOpenSession().getNonce().size())
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(packed.proposals()).hasSize(5);
    }

    @Test
    void proposalsWaitForOthersWhileAnEntryIsInFlightUntilItEnds() {
        proposer.open(1, 0);
        propose(1);
        propose(2);
        propose(3);
        assertThat(appended).hasSize(1);

        proposer.claim(appended.get(0).callId());

        assertThat(appended.get(1).proposals()).hasSize(2);
    }

    @Test
    void proposalsWaitForOthersForAMomentOnly() {
        proposer.open(1, 0);
        propose(1);
        propose(2);
        waitLongEnough();

        propose(3);

        assertThat(appended).hasSize(2);
        assertThat(appended.get(1).proposals()).hasSize(2);
    }

    @Test
    void whatWaitsForAMomentIsNotForgottenThoughNothingFollows() {
        proposer.open(1, 0);
        propose(1);
        propose(2);
        propose(3);
        assertThat(looks).as("one look for all").hasSize(1);

        looks.remove(0).run();
        assertThat(appended).as("the moment is not over").hasSize(1);
        assertThat(looks).hasSize(1);

        waitLongEnough();
        looks.remove(0).run();
        assertThat(appended).hasSize(2);
        assertThat(appended.get(1).proposals()).hasSize(2);
        assertThat(looks).isEmpty();
    }

    @Test
    void entryThatEndsWakesNobodyWhereItIsNotTimeForTheNext() {
        fillTheFlight();
        proposer.claim(appended.get(0).callId());
        propose(1);
        assertThat(appended).hasSize(RaftLimits.ENTRIES_IN_FLIGHT + 1);
        propose(2);
        assertThat(looks).as("there is no room").isEmpty();
        int before = executed;

        proposer.claim(appended.get(1).callId());

        assertThat(executed).isEqualTo(before);
        assertThat(looks).as("it is for the clock to say").hasSize(1);
        waitLongEnough();
        looks.remove(0).run();
        assertThat(appended).hasSize(RaftLimits.ENTRIES_IN_FLIGHT + 2);
    }

    @Test
    void proposalsThatAreWorthAnEntryDoNotWait() {
        proposer.open(1, 0);
        propose(1);
        for (int i = 0; i < RaftLimits.GATHERED_PROPOSALS; i++) {
            propose(1);
        }
        propose(RaftLimits.GATHERED_BYTES);
        assertThat(appended).as("two are in flight, for which this is too little").hasSize(2);

        propose(RaftLimits.GATHERED_BYTES);

        assertThat(appended).hasSize(3);
        assertThat(appended.get(1).proposals()).hasSize(RaftLimits.GATHERED_PROPOSALS);
        assertThat(appended.get(2).proposals()).hasSize(2);
    }

    @Test
    void keepAlivesAloneMakeFewEntriesInAPeriodOfTheWatchdog() {
        int most = spendTheKeepAliveEntries();
        keepAlive(20);
        keepAlive(21);
        assertThat(appended).hasSize(most);

        proposer.observed(nanos, false);

        assertThat(appended).hasSize(most + 1);
        assertThat(appended.get(most).entry().getProposalsList())
                .extracting(p -> p.getInput().getKeepAlive().getSessionId())
                .containsExactly(20L, 21L);
        claimAll();
        proposer.observed(nanos, false);
        assertThat(appended).as("nothing waits, nothing is written").hasSize(most + 1);
    }

    /** Nothing is in flight then, and yet the next waits. */
    private int spendTheKeepAliveEntries() {
        proposer.open(1, 0);
        for (int i = 0; i < RaftLimits.KEEP_ALIVE_ENTRIES; i++) {
            keepAlive(i);
            claimAll();
        }
        assertThat(appended).hasSize(RaftLimits.KEEP_ALIVE_ENTRIES);
        return RaftLimits.KEEP_ALIVE_ENTRIES;
    }

    private void claimAll() {
        List.copyOf(appended).forEach(batch -> proposer.claim(batch.callId()));
    }

    @Test
    void keepAlivesRideAlongWithAnything() {
        int most = spendTheKeepAliveEntries();
        keepAlive(20);
        propose(10);

        assertThat(appended).hasSize(most + 1);
        assertThat(appended.get(most).proposals()).hasSize(2);

        keepAlive(21);
        claimAll();
        read();
        assertThat(appended).hasSize(most + 2);
        assertThat(appended.get(most + 1).proposals()).hasSize(1);
    }

    @Test
    void keepAlivesThatFillAnEntryDoNotWait() {
        int most = spendTheKeepAliveEntries();
        for (int i = 0; i < RaftLimits.ENTRY_PROPOSALS; i++) {
            keepAlive(i);
        }

        assertThat(appended).hasSize(most + 1);
        assertThat(appended.get(most).proposals()).hasSize(RaftLimits.ENTRY_PROPOSALS);
    }

    @Test
    void entryEndsBeforeItPassesItsBytes() {
        fillTheFlight();
        propose(RaftLimits.ENTRY_BYTES / 2);
        propose(RaftLimits.ENTRY_BYTES / 2);
        propose(10);

        proposer.claim(appended.get(0).callId());
        proposer.claim(appended.get(1).callId());

        assertThat(appended.get(RaftLimits.ENTRIES_IN_FLIGHT).proposals()).hasSize(1);
        assertThat(appended.get(RaftLimits.ENTRIES_IN_FLIGHT + 1).proposals()).hasSize(2);
    }

    @Test
    void proposalWhoseCallerHasGoneIsNotDone() {
        fillTheFlight();
        PendingProposal left = propose(7, new Recorder());
        propose(8);
        left.close();

        proposer.claim(appended.get(0).callId());

        assertThat(appended.get(RaftLimits.ENTRIES_IN_FLIGHT).entry().getProposalsList())
                .extracting(p -> p.getInput().getOpenSession().getNonce().size())
                .containsExactly(8);
    }

    @Test
    void entryEndsAtItsNumberOfProposals() {
        fillTheFlight();
        for (int i = 0; i < RaftLimits.ENTRY_PROPOSALS + 3; i++) {
            propose(1);
        }

        proposer.claim(appended.get(0).callId());

        assertThat(appended.get(RaftLimits.ENTRIES_IN_FLIGHT).proposals())
                .hasSize(RaftLimits.ENTRY_PROPOSALS);
    }

    @Test
    void proposalThatIsTooLargeIsRefusedWithTheLimit() {
        proposer.open(1, 0);

        Recorder refused = propose(RaftLimits.PROPOSAL_BYTES);

        assertThat(refused.error().kind()).isEqualTo(Kind.INVALID);
        assertThat(refused.error()).hasMessageContaining("" + RaftLimits.PROPOSAL_BYTES);
        assertThat(appended).isEmpty();
    }

    @Test
    void proposalPastTheQueueIsRefusedAndNothingHasHappened() {
        fillTheFlight();
        Recorder last = null;
        for (int i = 0; i < RaftLimits.QUEUED_PROPOSALS; i++) {
            last = propose(1);
        }

        Recorder refused = propose(1);

        assertThat(last.error()).isNull();
        assertThat(refused.error().kind()).isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void queueIsBoundedInBytesToo() {
        fillTheFlight();
        int fit = (int) (RaftLimits.QUEUED_BYTES / RaftLimits.ENTRY_BYTES);
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i <= fit; i++) {
            recorders.add(propose(RaftLimits.ENTRY_BYTES - 100));
        }
        recorders.add(propose(RaftLimits.ENTRY_BYTES - 100));

        assertThat(recorders).filteredOn(r -> r.error() == null).hasSizeBetween(fit, fit + 1);
        assertThat(recorders.get(recorders.size() - 1).error().kind()).isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void firstEntryOfATermIsAResumeAndSaysWhoWroteIt() {
        proposer.open(1, 0);
        propose(1);
        waitLongEnough();
        propose(1);
        proposer.close(DEPOSED);
        proposer.open(2, 0);
        propose(1);

        assertThat(appended)
                .extracting(batch -> batch.entry().getResume())
                .containsExactly(true, false, true);
        assertThat(appended.get(0).entry().getWrittenBy()).isEqualTo("1.2.3");
        assertThat(appended).extracting(Batch::term).containsExactly(1L, 1L, 2L);
    }

    @Test
    void entryAfterAStallOrACutIsAResume() {
        proposer.open(1, 0);
        propose(1);
        long now = nanos;
        proposer.observed(now, false);
        waitLongEnough();
        propose(1);
        proposer.observed(now + Duration.ofMillis(STALL_MILLIS + 1).toNanos(), false);
        waitLongEnough();
        propose(1);
        proposer.observed(now + Duration.ofMillis(STALL_MILLIS + 2).toNanos(), true);
        proposer.claim(appended.get(0).callId());
        waitLongEnough();
        propose(1);

        assertThat(appended)
                .extracting(batch -> batch.entry().getResume())
                .containsExactly(true, false, true, true);
    }

    @Test
    void resumeThatWasLostIsSaidAgain() {
        proposer.open(1, 0);
        Recorder lost = propose(1);
        results.get(0).completeExceptionally(new PartitionException(Kind.UNAVAILABLE, "not now"));

        propose(1);

        assertThat(lost.error().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(appended.get(1).entry().getResume()).isTrue();
    }

    @Test
    void timeGoesOnFromTheStateMachinesClockWhereThatIsAhead() {
        long ahead = System.currentTimeMillis() + 3_600_000;
        proposer.open(1, ahead);

        propose(1);

        assertThat(appended.get(0).entry().getTimestampMillis()).isBetween(ahead, ahead + 60_000);
    }

    @Test
    void whatWasAppendedMayHaveHappenedWhatWasNotHasNot() {
        fillTheFlight();
        Recorder queued = propose(1);
        proposer.markAppended(appended.get(1).callId());
        List<Recorder> inFlight = new ArrayList<>(flight);

        proposer.close(DEPOSED);

        assertThat(queued.error().kind()).isEqualTo(Kind.NOT_LEADER);
        assertThat(inFlight.get(0).error().kind()).isEqualTo(Kind.NOT_LEADER);
        assertThat(inFlight.get(1).error().kind()).isEqualTo(Kind.INDETERMINATE);
        assertThat(propose(1).error().kind()).isEqualTo(Kind.NOT_LEADER);
    }

    @Test
    void batchThatIsBeingAppliedIsNotFailedAnyMore() {
        proposer.open(1, 0);
        Recorder recorder = propose(1);
        proposer.markAppended(appended.get(0).callId());

        Batch claimed = proposer.claim(appended.get(0).callId());
        proposer.close(DEPOSED);
        results.get(0).completeExceptionally(DEPOSED);

        assertThat(claimed).isSameAs(appended.get(0));
        assertThat(recorder.error()).isNull();
        assertThat(proposer.claim(claimed.callId())).isNull();
    }

    @Test
    void proposalsWaitWhileLeadershipIsHandedOver() {
        proposer.open(1, 0);
        proposer.hold(true);
        propose(1);
        assertThat(appended).isEmpty();

        proposer.hold(false);

        assertThat(appended).hasSize(1);
    }

    @Test
    void readsOfAnIdlePartitionGetAnEmptyEntry() {
        proposer.open(1, 0);

        read();

        assertThat(appended).hasSize(1);
        assertThat(appended.get(0).entry().getProposalsCount()).isZero();
        assertThat(appended.get(0).reads()).hasSize(1);
    }

    @Test
    void readNeverRidesOnAnEntryThatWasMadeBeforeIt() {
        proposer.open(1, 0);
        propose(1);

        PendingRead<Long> read = read();

        assertThat(appended).hasSize(1);
        assertThat(appended.get(0).reads()).isEmpty();
        waitLongEnough();
        propose(1);
        assertThat(appended.get(1).reads()).hasSize(1);
        assertThat(read.result()).isNotDone();
    }

    @Test
    void readsThatComeTogetherShareOneEntry() {
        proposer.open(1, 0);
        read();
        read();
        read();
        assertThat(appended).hasSize(1);

        proposer.claim(appended.get(0).callId());

        assertThat(appended).hasSize(2);
        assertThat(appended.get(1).reads()).hasSize(2);
    }

    @Test
    void readThatIsNotServedInTimeFails() {
        proposer.open(1, 0);
        PendingRead<Long> read = read();

        proposer.expireReads(System.nanoTime() + Duration.ofMinutes(2).toNanos());

        assertThat(read.result())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        PartitionException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void ticksNotWhileTheTickIsBeingApplied() {
        proposer.open(1, 0);
        long past = System.currentTimeMillis() - 1;
        proposer.tickIfDue(past);
        proposer.claim(appended.get(0).callId());

        proposer.tickIfDue(past);
        assertThat(appended).hasSize(1);

        proposer.applied(past);
        assertThat(appended).as("something else is due").hasSize(2);
    }

    @Test
    void ticksOnlyWhenADeadlineHasPassedAndNothingElseIsOnItsWay() {
        long now = System.currentTimeMillis();
        proposer.open(1, now);

        proposer.tickIfDue(now + 60_000);
        assertThat(appended).isEmpty();
        proposer.tickIfDue(now - 1);
        proposer.tickIfDue(now - 1);

        assertThat(appended).hasSize(1);
        assertThat(appended.get(0).entry().getProposalsCount()).isZero();
    }

    private final List<Recorder> flight = new ArrayList<>();

    private void fillTheFlight() {
        proposer.open(1, 0);
        for (int i = 0; i < RaftLimits.ENTRIES_IN_FLIGHT; i++) {
            flight.add(propose(1));
            waitLongEnough();
        }
    }

    private void waitLongEnough() {
        nanos += RaftLimits.GATHERING.toNanos();
    }

    private void keepAlive(long sessionId) {
        KeepAliveInput input = KeepAliveInput.newBuilder().setSessionId(sessionId).build();
        Proposal proposal =
                Proposal.newBuilder()
                        .setInput(PartitionInput.newBuilder().setKeepAlive(input))
                        .build();
        proposer.propose(new PendingProposal(proposal, new Recorder()));
    }

    private Recorder propose(int bytes) {
        Recorder recorder = new Recorder();
        propose(bytes, recorder);
        return recorder;
    }

    private PendingProposal propose(int bytes, Recorder recorder) {
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setNonce(ByteString.copyFrom(new byte[bytes]))
                        .build();
        Proposal proposal =
                Proposal.newBuilder()
                        .setInput(PartitionInput.newBuilder().setOpenSession(input))
                        .build();
        PendingProposal pending = new PendingProposal(proposal, recorder);
        proposer.propose(pending);
        return pending;
    }

    private PendingRead<Long> read() {
        PendingRead<Long> read =
                new PendingRead<>(PartitionStateMachine::index, Duration.ofMinutes(1));
        proposer.read(read);
        return read;
    }

    @Test
    void readAnswersFromTheStateItIsRunOn() {
        PendingRead<Long> read = read(new PartitionStateMachine(1, Limits.defaults()));

        assertThat(read.result()).isCompletedWithValue(0L);
    }

    private PendingRead<Long> read(PartitionStateMachine stateMachine) {
        proposer.open(1, 0);
        PendingRead<Long> read = read();
        new BarredReads()
                .run(proposer.claim(appended.get(0).callId()).reads(), stateMachine, 0)
                .forEach(PendingRead::answer);
        return read;
    }
}
