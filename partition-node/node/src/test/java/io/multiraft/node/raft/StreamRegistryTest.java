package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {

    private final StreamRegistry registry = new StreamRegistry();

    @Test
    void bringsOutputsToTheProposalsOfTheEntryByTheirPosition() {
        Recorder first = new Recorder();
        Recorder second = new Recorder();

        registry.route(
                10,
                1,
                List.of(pending(first), pending(second)),
                List.of(output(12), closed(12), output(11), closed(11)));

        assertThat(first.outputs).extracting(Effect.Output::streamId).containsExactly(11L);
        assertThat(second.outputs).extracting(Effect.Output::streamId).containsExactly(12L);
        assertThat(first.closed).isCompleted();
        assertThat(registry.size()).isZero();
    }

    @Test
    void keepsWhatStaysOpenAndBringsItLaterOutputs() {
        Recorder stream = new Recorder();
        registry.route(0, 1, List.of(pending(stream)), List.of(output(1)));
        assertThat(registry.size()).isEqualTo(1);

        registry.route(1, -1, List.of(), List.of(output(1), output(7), closed(1), output(1)));

        assertThat(stream.outputs).hasSize(2);
        assertThat(stream.closed).isCompleted();
        assertThat(registry.size()).isZero();
    }

    @Test
    void detachedListenerGetsNothingMore() {
        Recorder stream = new Recorder();
        PendingProposal pending = pending(stream);
        registry.route(0, 1, List.of(pending), List.of(output(1)));

        pending.close();
        pending.close();
        registry.route(1, -1, List.of(), List.of(output(1), closed(1)));

        assertThat(stream.outputs).hasSize(1);
        assertThat(stream.closed).isNotDone();
        assertThat(registry.size()).isZero();
    }

    @Test
    void endsEveryStreamSoThatItIsResumedElsewhere() {
        Recorder stream = new Recorder();
        registry.route(0, 1, List.of(pending(stream)), List.of(output(1)));

        registry.endAll(1);

        assertThat(stream.error().kind()).isEqualTo(Kind.INDETERMINATE);
        assertThat(registry.size()).isZero();
    }

    @Test
    void streamThatOpensAfterItsTermWasEndedIsEndedToo() {
        Recorder late = new Recorder();
        Recorder later = new Recorder();

        registry.endAll(3);
        registry.route(0, 3, List.of(pending(late)), List.of(output(1)));
        registry.route(1, 4, List.of(pending(later)), List.of(output(2)));

        assertThat(late.error().kind()).isEqualTo(Kind.INDETERMINATE);
        assertThat(later.error()).isNull();
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void listenerThatThrowsStopsNothingButItself() {
        Recorder other = new Recorder();
        OutputListener broken =
                new OutputListener() {
                    @Override
                    public void onOutput(Effect.Output output) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void onClosed(Effect.StreamClosed closed) {}

                    @Override
                    public void onError(PartitionException error) {}
                };

        registry.route(
                0,
                1,
                List.of(new PendingProposal(Proposal.getDefaultInstance(), broken), pending(other)),
                List.of(output(1), output(2)));

        assertThat(other.outputs).hasSize(1);
        assertThat(registry.size()).isEqualTo(1);
    }

    private static PendingProposal pending(Recorder recorder) {
        return new PendingProposal(Proposal.getDefaultInstance(), recorder);
    }

    private static Effect.Output output(long streamId) {
        return new Effect.Output(
                streamId, streamId, 0, Status.OK, "", PartitionOutput.getDefaultInstance());
    }

    private static Effect.StreamClosed closed(long streamId) {
        return new Effect.StreamClosed(streamId, Status.OK, "");
    }
}
