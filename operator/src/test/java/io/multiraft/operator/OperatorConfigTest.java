package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.multiraft.operator.OperatorConfig.MistakesException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

    private static final String IMAGE = "multiraft/node:1";

    @Test
    void everythingHasADefault() throws Exception {
        OperatorConfig config = OperatorConfig.parse(List.of(), Map.of(), IMAGE);
        assertThat(config.watchNamespaces()).isEmpty();
        assertThat(config.watches("anything")).isTrue();
        assertThat(config.nodeDefaults().image()).isEqualTo(IMAGE);
        assertThat(config.leaderElection()).isTrue();
        assertThat(config.httpPort()).isEqualTo(8080);
        assertThat(config.leaderBalanceAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void flagWinsOverEnvironment() throws Exception {
        OperatorConfig config =
                OperatorConfig.parse(
                        List.of("--http-port", "9000", "--log-level=debug"),
                        Map.of(
                                "MULTIRAFT_HTTP_PORT", "7000",
                                "MULTIRAFT_WATCH_NAMESPACES", "a, b",
                                "MULTIRAFT_NODE_IMAGE", "other/node:2",
                                "MULTIRAFT_LEADER_BALANCE_AFTER", "1500ms",
                                "POD_NAME", "operator-0"),
                        IMAGE);
        assertThat(config.httpPort()).isEqualTo(9000);
        assertThat(config.logLevel()).isEqualTo("debug");
        assertThat(config.watchNamespaces()).containsExactlyInAnyOrder("a", "b");
        assertThat(config.watches("c")).isFalse();
        assertThat(config.nodeDefaults().image()).isEqualTo("other/node:2");
        assertThat(config.name()).isEqualTo("operator-0");
        assertThat(config.leaderBalanceAfter()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        MistakesException failure =
                catchThrowableOfType(
                        MistakesException.class,
                        () ->
                                OperatorConfig.parse(
                                        List.of(
                                                "--color",
                                                "--http-port",
                                                "high",
                                                "--leader-balance-after=48h",
                                                "--log-level"),
                                        Map.of(
                                                "MULTIRAFT_WATCH_NAMESPACES", "Not_A_Name",
                                                "MULTIRAFT_LOG_FORMAT", "xml",
                                                "MULTIRAFT_LEADER_ELECTION", "maybe"),
                                        IMAGE));
        assertThat(failure.mistakes())
                .hasSize(7)
                .anyMatch(line -> line.startsWith("--color is not known; known are --watch-"))
                .contains("--log-level needs a value: trace, debug, info, warn or error")
                .contains("--http-port is 'high'; it must be a port, 0 to 65535")
                .contains(
                        "--leader-balance-after is '48h'; it must be a duration from 1s to 24h,"
                                + " such as 1500ms, 30s, 5m or 1h")
                .contains("MULTIRAFT_LOG_FORMAT is 'xml'; it must be one of text, json")
                .contains("MULTIRAFT_LEADER_ELECTION is 'maybe'; it must be one of true, false")
                .anyMatch(line -> line.startsWith("MULTIRAFT_WATCH_NAMESPACES is 'Not_A_Name'"));
    }

    @Test
    void durationThatIsNoneIsAMistake() {
        MistakesException failure =
                catchThrowableOfType(
                        MistakesException.class,
                        () ->
                                OperatorConfig.parse(
                                        List.of(),
                                        Map.of("MULTIRAFT_LEADER_BALANCE_AFTER", "soon"),
                                        IMAGE));
        assertThat(failure.mistakes())
                .singleElement()
                .asString()
                .startsWith("MULTIRAFT_LEADER_BALANCE_AFTER is 'soon'; it must be a duration from");
    }
}
