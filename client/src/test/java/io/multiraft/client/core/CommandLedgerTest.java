package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.CommandLedger.OutputOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLedgerTest {

    private final CommandLedger ledger = new CommandLedger();

    @Test
    void numbersCommandsFromOneWithoutGaps() {
        assertThat(List.of(ledger.begin(), ledger.begin(), ledger.begin()))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void acknowledgesWhatWasAnswered() {
        ledger.complete(ledger.begin());
        ledger.complete(ledger.begin());
        assertThat(ledger.acknowledgement())
                .isEqualTo(new Acknowledgement(2, ByteString.EMPTY, Map.of()));
    }

    /** Else a command that is overtaken by the keep-alive would be refused unseen. */
    @Test
    void neverAcknowledgesPastACommandOnItsWay() {
        ledger.complete(ledger.begin());
        long onItsWay = ledger.begin();
        ledger.complete(ledger.begin());
        assertThat(ledger.acknowledgement().lastCommandSequenceNum()).isEqualTo(1);
        ledger.complete(onItsWay);
        assertThat(ledger.acknowledgement().lastCommandSequenceNum()).isEqualTo(3);
    }

    @Test
    void acknowledgesACommandThatWasGivenUp() {
        ledger.end(ledger.begin());
        assertThat(ledger.acknowledgement().lastCommandSequenceNum()).isEqualTo(1);
        assertThat(ledger.lastCompletedSequenceNum()).isZero();
    }

    @Test
    void readsWaitForTheGreatestCompletedCommand() {
        long first = ledger.begin();
        long second = ledger.begin();
        ledger.complete(second);
        ledger.complete(first);
        assertThat(ledger.lastCompletedSequenceNum()).isEqualTo(2);
    }

    @Test
    void keepsAnOpenStreamAndAcknowledgesItsOutputsOnce() {
        long stream = ledger.begin();
        assertThat(ledger.output(stream, 1)).isEqualTo(OutputOrder.NEXT);
        assertThat(ledger.output(stream, 2)).isEqualTo(OutputOrder.NEXT);

        Acknowledgement first = ledger.acknowledgement();
        assertThat(first)
                .isEqualTo(
                        new Acknowledgement(
                                1,
                                PendingCommandsFilter.encode(List.of(stream), 0),
                                Map.of(stream, 2L)));
        assertThat(ledger.acknowledgement().outputs()).isEqualTo(Map.of(stream, 2L));
        ledger.acknowledged(first);
        assertThat(ledger.acknowledgement().outputs()).isEmpty();

        ledger.output(stream, 3);
        assertThat(ledger.acknowledgement().outputs()).isEqualTo(Map.of(stream, 3L));
        ledger.end(stream);
        assertThat(ledger.acknowledgement())
                .isEqualTo(new Acknowledgement(1, ByteString.EMPTY, Map.of()));
    }

    @Test
    void tellsRepeatedAndMissingOutputsApart() {
        long stream = ledger.begin();
        ledger.output(stream, 1);
        assertThat(ledger.output(stream, 1)).isEqualTo(OutputOrder.REPEATED);
        assertThat(ledger.output(stream, 3)).isEqualTo(OutputOrder.GAP);
        assertThat(ledger.output(stream, 2)).isEqualTo(OutputOrder.NEXT);
        ledger.end(stream);
        assertThat(ledger.output(stream, 3)).isEqualTo(OutputOrder.REPEATED);
    }

    @Test
    void anAnswerToAnOldKeepAliveDoesNotBringAnEndedStreamBack() {
        long stream = ledger.begin();
        ledger.output(stream, 5);
        ledger.output(stream, 1);
        Acknowledgement acknowledgement = ledger.acknowledgement();
        ledger.end(stream);
        ledger.acknowledged(acknowledgement);
        assertThat(ledger.acknowledgement().outputs()).isEmpty();
    }
}
