package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.SessionCore.Acknowledgement;
import io.multiraft.client.core.SessionCore.OutputOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionCoreTest {

    private final SessionCore core = new SessionCore();

    @Test
    void numbersCommandsFromOneWithoutGaps() {
        assertThat(List.of(core.begin(), core.begin(), core.begin())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void acknowledgesWhatWasAnswered() {
        core.complete(core.begin());
        core.complete(core.begin());
        assertThat(core.acknowledgement())
                .isEqualTo(new Acknowledgement(2, ByteString.EMPTY, Map.of()));
    }

    /** Else a command that is overtaken by the keep-alive would be refused unseen. */
    @Test
    void neverAcknowledgesPastACommandOnItsWay() {
        core.complete(core.begin());
        long onItsWay = core.begin();
        core.complete(core.begin());
        assertThat(core.acknowledgement().lastCommandSequenceNum()).isEqualTo(1);
        core.complete(onItsWay);
        assertThat(core.acknowledgement().lastCommandSequenceNum()).isEqualTo(3);
    }

    @Test
    void acknowledgesACommandThatWasGivenUp() {
        core.end(core.begin());
        assertThat(core.acknowledgement().lastCommandSequenceNum()).isEqualTo(1);
        assertThat(core.lastCompletedSequenceNum()).isZero();
    }

    @Test
    void readsWaitForTheGreatestCompletedCommand() {
        long first = core.begin();
        long second = core.begin();
        core.complete(second);
        core.complete(first);
        assertThat(core.lastCompletedSequenceNum()).isEqualTo(2);
    }

    @Test
    void keepsAnOpenStreamAndAcknowledgesItsOutputsOnce() {
        long stream = core.begin();
        assertThat(core.output(stream, 1)).isEqualTo(OutputOrder.NEXT);
        assertThat(core.output(stream, 2)).isEqualTo(OutputOrder.NEXT);

        Acknowledgement first = core.acknowledgement();
        assertThat(first)
                .isEqualTo(
                        new Acknowledgement(
                                1,
                                PendingCommandsFilter.encode(List.of(stream)),
                                Map.of(stream, 2L)));
        assertThat(core.acknowledgement().outputs()).isEqualTo(Map.of(stream, 2L));
        core.acknowledged(first);
        assertThat(core.acknowledgement().outputs()).isEmpty();

        core.output(stream, 3);
        assertThat(core.acknowledgement().outputs()).isEqualTo(Map.of(stream, 3L));
        core.end(stream);
        assertThat(core.acknowledgement())
                .isEqualTo(new Acknowledgement(1, ByteString.EMPTY, Map.of()));
    }

    @Test
    void tellsRepeatedAndMissingOutputsApart() {
        long stream = core.begin();
        core.output(stream, 1);
        assertThat(core.output(stream, 1)).isEqualTo(OutputOrder.REPEATED);
        assertThat(core.output(stream, 3)).isEqualTo(OutputOrder.GAP);
        assertThat(core.output(stream, 2)).isEqualTo(OutputOrder.NEXT);
        core.end(stream);
        assertThat(core.output(stream, 3)).isEqualTo(OutputOrder.REPEATED);
    }

    @Test
    void anAnswerToAnOldKeepAliveDoesNotBringAnEndedStreamBack() {
        long stream = core.begin();
        core.output(stream, 5);
        core.output(stream, 1);
        Acknowledgement acknowledgement = core.acknowledgement();
        core.end(stream);
        core.acknowledged(acknowledgement);
        assertThat(core.acknowledgement().outputs()).isEmpty();
    }
}
