package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.client.errors.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample:5678",
                "a-0.a-members.shop.svc:1",
                "10.0.0.1:65535",
                "[2001:db8::1]:5678"
            })
    void readsWhatItWrites(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "sample",
                ":5678",
                "sample:",
                "sample:0",
                "sample:65536",
                "sample:123456",
                "http://sample:5678",
                "sample:5678/",
                "a b:1",
                "2001:db8::1:5678",
                "[]:1",
                "sample:x"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> MultiRaftClient.builder().endpoints("sample:5678", text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void saysWhichServiceWouldDo() {
        assertThatThrownBy(() -> MultiRaftClient.builder().service(" ", 5678))
                .isInstanceOf(InvalidException.class)
                .hasMessage("host ' ', port 5678: expected a name and 1 to 65535");
        assertThatThrownBy(() -> MultiRaftClient.builder().service("sample", 0))
                .isInstanceOf(InvalidException.class)
                .hasMessage("host 'sample', port 0: expected a name and 1 to 65535");
    }
}
