package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Condition;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.PartitionSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionPlannerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false",
        "OPENING, false, false",
        "OPENED, false, true",
        "CLOSING, false, false",
        "CLOSED, false, false",
        "NONE, true, true",
        "OPENED, true, true",
        "CLOSED, true, true"
    })
    void isMadeWhenTheSessionIsOpenAndFollowsItToTheEnd(
            SessionState state, boolean exists, boolean wanted) {
        assertThat(
                        ProjectionPlanner.configMap(session(""), status(state), exists)
                                .map(configMap -> configMap.getData().get("state")))
                .isEqualTo(wanted ? Optional.of(state.name()) : Optional.empty());
    }

    @Test
    void saysHowToAttachAndTheFencingToken() {
        assertThat(
                        ProjectionPlanner.configMap(
                                        session(", clusterNamespace: m"),
                                        status(SessionState.OPENED),
                                        false)
                                .orElseThrow()
                                .getData())
                .containsEntry("name", "n.s")
                .containsEntry("endpoint", "c.m.svc:5678")
                .containsEntry("state", "OPENED")
                .containsEntry(
                        "partitions.json",
                        "[{\"partition\":2,\"sessionId\":40,\"epoch\":3,\"state\":\"OPENED\"}]");
    }

    @Test
    void statusTellsOfItOnce() {
        Session session = session("");
        SessionStatus first =
                ProjectionPlanner.told(
                        session, status(SessionState.OPENED), Optional.of("taken"), NOW);
        session.setStatus(first);
        SessionStatus second =
                ProjectionPlanner.told(session, first, Optional.of("taken"), NOW.plusSeconds(9));
        assertThat(second).isEqualTo(first);
        SessionStatus third =
                ProjectionPlanner.told(session, first, Optional.empty(), NOW.plusSeconds(9));
        assertThat(third.conditions().stream().map(Condition::reason))
                .containsExactly("Opened", "Projected");
        assertThat(first.conditions().stream().map(Condition::reason))
                .containsExactly("Opened", "ProjectionFailed");
    }

    private static Session session(String more) {
        Session session =
                Objects.session(
                        "n",
                        "s",
                        "{cluster: c, projection: {configMapName: ids}%s}".formatted(more));
        session.getMetadata().setUid("uid");
        session.getMetadata().setGeneration(1L);
        return session;
    }

    private static SessionStatus status(SessionState state) {
        return new SessionStatus(
                1L,
                state,
                "1/1",
                List.of(new PartitionSession(2, 40L, 3L, state)),
                3L,
                null,
                null,
                List.of(
                        new Condition(
                                "Ready",
                                Condition.Status.True,
                                1L,
                                "2026-01-01T00:00:00Z",
                                "Opened",
                                "open")));
    }
}
