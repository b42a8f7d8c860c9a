package io.multiraft.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.service.Answer;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectTest {

    private static final ByteString BYTES = ByteString.copyFromUtf8("payload");

    private static final PartitionOutput OPENED =
            PartitionOutput.newBuilder()
                    .setOpenSession(OpenSessionOutput.newBuilder().setSessionId(7))
                    .build();

    /** A service's answer that leaves its bytes for later. */
    private record Late(ByteString bytes) implements Answer {

        @Override
        public ByteString toByteString() {
            return bytes;
        }

        @Override
        public int size() {
            return bytes.size();
        }

        @Override
        public int contentHash() {
            return 1;
        }
    }

    @Test
    void anOutputIsTheSameWhereverItsBytesAre() {
        Effect.Output late = Effect.Output.ofService(1, 2, 3, new Late(BYTES));
        Effect.Output there = Effect.Output.ofService(1, 2, 3, BYTES);
        Effect.Output message = new Effect.Output(1, 2, 3, Status.OK, "", late.output());

        assertThat(late).isEqualTo(there).isEqualTo(message).hasSameHashCodeAs(there);
        assertThat(late).hasToString(there.toString());
        assertThat(late.output()).isEqualTo(there.output()).isEqualTo(message.output());
        assertThat(late.size())
                .isEqualTo(there.size())
                .isEqualTo(late.output().getSerializedSize());
        assertThat(late.to(9)).isEqualTo(there.to(9)).isNotEqualTo(late);
        assertThat(late.isOfService()).isTrue();
        assertThat(message.isOfService()).isTrue();
    }

    @Test
    void anOutputThatIsNoServicesHasTheSizeOfItsMessage() {
        Effect.Output output = new Effect.Output(1, 2, 0, Status.OK, "", OPENED);

        assertThat(output.isOfService()).isFalse();
        assertThat(output.output()).isEqualTo(OPENED);
        assertThat(output.size()).isEqualTo(OPENED.getSerializedSize());
    }

    @Test
    void outputsDifferInEverythingThatTheySay() {
        List<Effect.Output> outputs =
                List.of(
                        Effect.Output.ofService(1, 2, 3, BYTES),
                        Effect.Output.ofService(9, 2, 3, BYTES),
                        Effect.Output.ofService(1, 9, 3, BYTES),
                        Effect.Output.ofService(1, 2, 9, BYTES),
                        Effect.Output.ofService(1, 2, 3, ByteString.EMPTY),
                        new Effect.Output(1, 2, 3, Status.OK, "", OPENED),
                        new Effect.Output(
                                1, 2, 3, Status.OK, "", PartitionOutput.getDefaultInstance()),
                        new Effect.Output(1, 2, 3, Status.INVALID, "", OPENED),
                        new Effect.Output(1, 2, 3, Status.INVALID, "why", OPENED));

        assertThat(outputs).doesNotHaveDuplicates();
        assertThat(outputs.stream().map(Object::hashCode).distinct()).hasSizeGreaterThan(4);
        assertThat(outputs.get(8).toString()).contains("INVALID", "why", "stream 1", "number 3");
    }
}
