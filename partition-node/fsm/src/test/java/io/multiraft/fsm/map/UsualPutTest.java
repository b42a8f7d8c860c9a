package io.multiraft.fsm.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualPutTest {

    @ParameterizedTest
    @CsvSource({"k,v,0", "key,,0", "schl\u00fcssel,w,7", "k,v,-1"})
    void readsAPutAsItsMessageIsRead(String key, String value, long version) {
        String text = value == null ? "" : value;
        MapInput input = MapInputs.put(key, MapInputs.value(text), version);

        UsualPut put = new UsualPut(input.toByteString());

        if (text.isEmpty()) {
            assertThat(put.isRead()).as("an empty value has no bytes on the wire").isFalse();
        } else {
            assertThat(put.isRead()).isTrue();
            assertThat(put.key()).isEqualTo(key);
            assertThat(put.keyBytes()).isEqualTo(input.getPut().getKeyBytes().size());
            assertThat(put.value().toStringUtf8()).isEqualTo(text);
            assertThat(put.version()).isEqualTo(version);
        }
    }

    @Test
    void leavesAPutWithATimeToLiveToItsMessage() {
        MapInput input = MapInputs.put("k", MapInputs.value("v", 5_000), 0);

        assertThat(isRead(input.toByteString())).isFalse();
    }

    /** Fields in another order, twice, or more of them, are for protobuf to read. */
    @Test
    void leavesAPutInAnotherFormToItsMessage() {
        ByteString put = MapInputs.put("k", MapInputs.value("v"), 300).toByteString();

        for (int end = 0; end < put.size(); end++) {
            assertThat(isRead(put.substring(0, end))).as("its first %s bytes", end).isFalse();
        }
        assertThat(isRead(put.concat(put))).isFalse();
        assertThat(isRead(put.concat(ByteString.copyFrom(new byte[] {8, 1})))).isFalse();
    }

    /** What it takes for a Put is one for protobuf too, with the same fields. */
    @Test
    void neverReadsWhatProtobufReadsOtherwise() throws InvalidProtocolBufferException {
        Random random = new Random(1);
        int puts = 0;
        for (int i = 0; i < 200_000; i++) {
            MapInput input = MapInputs.put("key", MapInputs.value("value"), random.nextInt(300));
            byte[] bytes = input.toByteArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            ByteString payload = ByteString.copyFrom(bytes);
            UsualPut put = new UsualPut(payload);
            if (put.isRead()) {
                puts++;
                PutInput read = MapInput.parseFrom(payload).getPut();
                assertThat(read.getKey()).isEqualTo(put.key());
                assertThat(read.getValue().getValue()).isEqualTo(put.value());
                assertThat(read.getValue().hasTtl()).isFalse();
                assertThat(read.getIndex()).isEqualTo(put.version());
            }
        }
        assertThat(puts).isPositive();
    }

    private static boolean isRead(ByteString payload) {
        return new UsualPut(payload).isRead();
    }
}
