package io.multiraft.fsm.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapBytesTest {

    @ParameterizedTest
    @CsvSource({"k,v,0", "key,,0", "schl\u00fcssel,w,7", "k,v,-1"})
    void readsAPutAsItsMessageIsRead(String key, String value, long version) {
        String text = value == null ? "" : value;
        MapInput input = MapInputs.put(key, MapInputs.value(text), version);

        MapBytes.Put put = MapBytes.put(input.toByteString());

        if (text.isEmpty()) {
            assertThat(put).as("an empty value has no bytes on the wire").isNull();
        } else {
            assertThat(put.key().toStringUtf8()).isEqualTo(key);
            assertThat(put.value().toStringUtf8()).isEqualTo(text);
            assertThat(put.version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"k,v,1", "key,,300", "schl\u00fcssel,w,9223372036854775807"})
    void writesTheBytesThatTheMessageHas(String key, String value, long version) {
        ByteString bytes = ByteString.copyFromUtf8(value == null ? "" : value);
        MapEntry entry = new MapEntry(key, bytes, version, null);
        PutOutput output = PutOutput.newBuilder().setEntry(entry.toWire(0)).build();

        assertThat(MapBytes.putOutput(entry))
                .isEqualTo(MapOutput.newBuilder().setPut(output).build().toByteString());
    }

    @Test
    void leavesAPutWithATimeToLiveToItsMessage() {
        MapInput input = MapInputs.put("k", MapInputs.value("v", 5_000), 0);

        assertThat(MapBytes.put(input.toByteString())).isNull();
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
            MapBytes.Put put = MapBytes.put(payload);
            if (put != null) {
                puts++;
                PutInput read = MapInput.parseFrom(payload).getPut();
                assertThat(read.getKeyBytes()).isEqualTo(put.key());
                assertThat(read.getValue().getValue()).isEqualTo(put.value());
                assertThat(read.getValue().hasTtl()).isFalse();
                assertThat(read.getIndex()).isEqualTo(put.version());
            }
        }
        assertThat(puts).isPositive();
    }
}
