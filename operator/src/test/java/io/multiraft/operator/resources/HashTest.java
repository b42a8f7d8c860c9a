package io.multiraft.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class HashTest {

    /** The order of a map may change with each start of the process; the fingerprint must not. */
    @Test
    void orderOfFieldsDoesNotMatter() throws Exception {
        JsonMapper json = new JsonMapper();
        assertThat(Hash.of(json.readTree("{\"a\": {\"x\": 1, \"y\": 2}, \"b\": 3}")))
                .isEqualTo(Hash.of(json.readTree("{\"b\": 3, \"a\": {\"y\": 2, \"x\": 1}}")))
                .isNotEqualTo(Hash.of(json.readTree("{\"b\": 3, \"a\": {\"y\": 2, \"x\": 4}}")));
    }

    @Test
    void isTheSameInEveryProcess() throws Exception {
        assertThat(Hash.of(new JsonMapper().readTree("{\"b\": [1, 2], \"a\": \"x\"}")))
                .isEqualTo("721ef82f2d6c0997");
    }
}
