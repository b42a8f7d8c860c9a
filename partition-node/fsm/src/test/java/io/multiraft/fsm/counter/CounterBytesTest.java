package io.multiraft.fsm.counter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.CounterOutput;
import io.multiraft.proto.multiraft.counter.v1.IncrementOutput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterBytesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 127, 128, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE})
    void readsAnIncrementAsItsMessageIsRead(long delta) {
        ByteString payload = CounterInputs.increment(delta).toByteString();

        assertThat(CounterBytes.isIncrement(payload)).isTrue();
        assertThat(CounterBytes.delta(payload)).isEqualTo(delta);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 300, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesTheBytesThatTheMessageHas(long value) {
        IncrementOutput increment = IncrementOutput.newBuilder().setValue(value).build();

        assertThat(CounterBytes.output(CounterOutput.INCREMENT_FIELD_NUMBER, value))
                .isEqualTo(
                        CounterOutput.newBuilder().setIncrement(increment).build().toByteString());
    }

    /** What it takes for an increment is one for protobuf too, with the same delta. */
    @Test
    void neverReadsWhatProtobufReadsOtherwise() throws Exception {
        Random random = new Random(1);
        int increments = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = CounterInputs.increment(random.nextLong()).toByteArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            ByteString payload = ByteString.copyFrom(bytes, 0, 1 + random.nextInt(bytes.length));
            if (CounterBytes.isIncrement(payload)) {
                increments++;
                CounterInput input = CounterInput.parseFrom(payload);
                assertThat(input.getIncrement().getDelta()).isEqualTo(CounterBytes.delta(payload));
            }
        }
        assertThat(increments).isPositive();
    }
}
