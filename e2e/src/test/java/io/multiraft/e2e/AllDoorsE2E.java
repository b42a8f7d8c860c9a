package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.SessionDoors;
import io.multiraft.e2e.support.SessionDoors.Door;
import io.multiraft.e2e.support.SessionDoors.Opened;
import io.multiraft.e2e.support.TestBed;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session that is opened by any door is seen through all others, and ended through any it is gone
 * for all.
 */
@EndToEnd
@Order(62)
class AllDoorsE2E {

    @BeforeAll
    static void showAll(TestBed bed) {
        bed.mirrorSessions("All");
    }

    @AfterAll
    static void showNone(TestBed bed) {
        bed.mirrorSessions("None");
        bed.kubectl().run("delete", "sessions", "-l", "app=all-doors", "-n", TestBed.NAMESPACE);
    }

    static Stream<Arguments> doors() {
        return Arrays.stream(Door.values())
                .flatMap(
                        first ->
                                Arrays.stream(Door.values())
                                        .map(last -> Arguments.of(first, last)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void openedByOneAndEndedByAnotherItIsTheSameForAll(Door opening, Door ending, TestBed bed) {
        try (SessionDoors doors = new SessionDoors(bed, TestBed.PARTITIONS)) {
            String name = "doors-%s-%s".formatted(opening, ending).toLowerCase();
            Opened session = doors.open(opening, name);

            assertThat(doors.shown(session)).isEqualTo(State.OPENED);
            assertThat(doors.livesInPartition(session)).isTrue();
            assertThat(doors.livesForLegacy(session)).isTrue();
            Await.soon("it is an object that is open").until(() -> doors.openAsObject(session));

            doors.end(ending, session);

            Await.soon("it has ended on the wire")
                    .until(() -> doors.shown(session) == State.CLOSED);
            assertThat(doors.livesInPartition(session)).isFalse();
            assertThat(doors.livesForLegacy(session)).isFalse();
            Await.soon("it is no open object").until(() -> !doors.openAsObject(session));
        }
    }
}
