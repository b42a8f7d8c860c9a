package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final Set<String> connected = new HashSet<>();
    private final Router router = new Router(List.of("a", "b", "c"));

    @Test
    void staysWithAnEndpointThatWorks() {
        connected.add("b");
        assertThat(route(1)).isEqualTo("b");
        connected.add("a");
        assertThat(route(1)).isEqualTo("b");
        assertThat(route(2)).isEqualTo("b");
    }

    @Test
    void triesTheNextEndpointAfterAFailure() {
        assertThat(route(1)).isEqualTo("a");
        router.failed(1, "a");
        assertThat(route(1)).isEqualTo("b");
        router.failed(1, "b");
        router.failed(1, "c");
        assertThat(route(1)).isEqualTo("a");
    }

    @Test
    void goesToTheLeaderOnceAConnectionStands() {
        router.leaderHint(1, "leader");
        assertThat(route(1)).isEqualTo("a");
        connected.add("leader");
        assertThat(route(1)).isEqualTo("leader");
        assertThat(route(2)).isEqualTo("a");
    }

    @Test
    void forgetsALeaderThatFailed() {
        connected.add("leader");
        router.leaderHint(1, "leader");
        router.failed(1, "leader");
        assertThat(route(1)).isEqualTo("a");
        assertThat(router.addresses()).containsExactly("a", "b", "c");
    }

    @Test
    void keepsALeaderWhenAnotherNodeFailed() {
        connected.add("leader");
        router.leaderHint(1, "leader");
        router.failed(1, "a");
        assertThat(route(1)).isEqualTo("leader");
        assertThat(router.addresses()).containsExactly("a", "b", "c", "leader");
    }

    @Test
    void keepsTheOldEndpointsWhenNobodyKnowsAny() {
        router.endpoints(List.of());
        assertThat(route(1)).isEqualTo("a");
        router.endpoints(List.of("d"));
        assertThat(route(1)).isEqualTo("d");
    }

    @Test
    void refusesToBeginWithoutEndpoints() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Router(List.of()))
                .withMessageContaining("at least one host:port");
    }

    private String route(int partitionId) {
        return router.route(partitionId, connected::contains);
    }
}
