package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.AdmissionBounds;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.admission.Share;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller's answers hold of the room for all. */
class OutboundTest {

    private static final byte[] EVENT = new byte[100];

    private final Admission admission = new Admission(new AdmissionBounds(1, 1, 1, 1, 1_000));
    private final Caller caller = new Caller();
    private Outbound outbound;

    @BeforeEach
    void open() throws OverloadException {
        outbound = new Outbound(caller, admission.admit(Share.STREAMS), () -> {}, refused -> {});
    }

    @Test
    void aStreamThatIsOpenHoldsNothingOnceItsEventsHaveLeft() {
        outbound.send(EVENT);
        outbound.send(EVENT);

        assertThat(caller.messages).isEqualTo(2);
        assertThat(admission.bytes()).isZero();
    }

    @Test
    void whatTheTransportHasNotTakenIsHeldUntilItWantsMore() {
        caller.readyFor = 1;
        outbound.send(EVENT);
        outbound.send(EVENT);
        assertThat(admission.bytes()).isEqualTo(2 * EVENT.length);

        caller.readyFor = 3;
        outbound.drain();

        assertThat(caller.messages).isEqualTo(2);
        assertThat(admission.bytes()).isZero();
    }

    /** Has room for so many messages in all. */
    private static final class Caller extends ServerCall<byte[], byte[]> {

        private int readyFor = Integer.MAX_VALUE;
        private int messages;

        @Override
        public boolean isReady() {
            return messages < readyFor;
        }

        @Override
        public void sendMessage(byte[] message) {
            messages++;
        }

        @Override
        public void request(int count) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }
}
