package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.multiraft.node.grpc.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {

    private static final PageToken TOKEN = new PageToken("ours", "Lock", "id", 3, "worker-ä");

    @Test
    void isReadAsItWasWritten() throws Exception {
        assertThat(PageToken.decode(TOKEN.encode())).isEqualTo(TOKEN);
        assertThat(TOKEN.encode()).matches("[-_A-Za-z0-9]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "AAAA", "no token at all", "AAEx"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> PageToken.decode(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "multiraft-page-token is \"%s\", which is no page token; accepted is the"
                                + " trailer multiraft-next-page-token of the page before",
                        text);
    }

    @Test
    void refusesOneThatWasCutOff() {
        String text = TOKEN.encode();

        assertThatThrownBy(() -> PageToken.decode(text.substring(0, text.length() - 2)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesOneOfAnotherClusterOrType() throws Exception {
        assertThat(TOKEN.requireOf("ours", "Lock")).isSameAs(TOKEN);
        assertThatThrownBy(() -> TOKEN.requireOf("theirs", "Lock"))
                .hasMessage(
                        "multiraft-page-token is of cluster ours, this is theirs; begin without a"
                                + " token");
        assertThatThrownBy(() -> TOKEN.requireOf("ours", ""))
                .hasMessage(
                        "multiraft-page-token is of a list with type \"Lock\", the request has"
                                + " \"\"; ask with the type that the list began with");
    }
}
