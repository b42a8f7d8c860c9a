package io.multiraft.fsm.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.map.v1.PutOutput;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutAnswerTest {

    @ParameterizedTest
    @CsvSource({"k,v,1", "key,,300", "schl\u00fcssel,w,9223372036854775807"})
    void hasTheBytesOfItsMessage(String key, String value, long version) {
        ByteString bytes = ByteString.copyFromUtf8(value == null ? "" : value);
        MapEntry entry = new MapEntry(key, bytes, version, null);
        PutOutput output = PutOutput.newBuilder().setEntry(entry.toWire(0)).build();
        ByteString message = MapOutput.newBuilder().setPut(output).build().toByteString();

        PutAnswer answer = new PutAnswer(entry);

        assertThat(answer.toByteString()).isEqualTo(message);
        assertThat(answer.size()).isEqualTo(message.size());
    }

    @Test
    void hasAnotherHashForAnotherKeyValueOrVersion() {
        assertThat(
                        Stream.of(
                                        answer("k", "v", 1),
                                        answer("l", "v", 1),
                                        answer("k", "w", 1),
                                        answer("k", "v", 2))
                                .map(PutAnswer::contentHash))
                .doesNotHaveDuplicates();
    }

    private static PutAnswer answer(String key, String value, long version) {
        return new PutAnswer(new MapEntry(key, ByteString.copyFromUtf8(value), version, null));
    }
}
