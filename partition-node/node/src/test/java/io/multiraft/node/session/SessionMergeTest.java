package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import io.multiraft.proto.runtime.v1.SessionSpec;
import io.multiraft.proto.runtime.v1.SessionStatus;
import io.multiraft.proto.runtime.v1.SessionStatus.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the sessions that three partitions list. */
class SessionMergeTest {

    private static final Instant NOW = Instant.ofEpochSecond(10_000);

    private final SessionMerge merge = new SessionMerge(3, NOW);

    private static SessionDetail.Builder open(long id, long epoch) {
        return SessionDetail.newBuilder()
                .setSessionId(id)
                .setState(SessionDetail.State.OPEN)
                .setEpoch(epoch);
    }

    private static SessionDetail.Builder ended(
            long id, SessionDetail.State state, long secondsAgo) {
        return SessionDetail.newBuilder()
                .setSessionId(id)
                .setState(state)
                .setEnded(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - secondsAgo));
    }

    private static SessionDetail.Builder closed(long id) {
        return ended(id, SessionDetail.State.CLOSED, 5);
    }

    private static Session description(String name, String kind) {
        return Session.newBuilder()
                .setMeta(SessionMeta.newBuilder().setId(SessionId.newBuilder().setName(name)))
                .setSpec(SessionSpec.newBuilder().setKind(kind))
                .build();
    }

    private void add(int partition, SessionDetail.Builder detail, String name, String kind) {
        merge.add(partition, detail.setSession(description(name, kind)).build());
    }

    private State stateOf(String name) {
        return merge.sessions().stream()
                .filter(one -> one.getMeta().getId().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getStatus()
                .getState();
    }

    @Test
    void showsASessionAsItWasOpened() {
        Any config = Any.pack(StringValue.of("fair"));
        SessionMeta meta =
                SessionMeta.newBuilder()
                        .setId(
                                SessionId.newBuilder()
                                        .setName("worker")
                                        .setPrimitive(PrimitiveId.newBuilder().setId("orders")))
                        .putLabels("app", "shop")
                        .build();
        SessionSpec spec = SessionSpec.newBuilder().setKind("Map").setConfig(config).build();
        Session opened = Session.newBuilder().setMeta(meta).setSpec(spec).build();
        merge.add(1, open(4, 2).setSession(opened).build());
        merge.add(2, open(5, 1).setSession(opened).build());
        merge.add(3, open(6, 1).setSession(opened).build());

        assertThat(merge.sessions())
                .containsExactly(
                        Session.newBuilder()
                                .setMeta(meta.toBuilder().setVersion(4))
                                .setSpec(spec)
                                .setStatus(SessionStatus.newBuilder().setState(State.OPENED))
                                .build());
    }

    @Test
    void callsASessionWithoutANameByItsPartitionAndId() {
        merge.add(2, open(17, 1).build());

        Session session = merge.sessions().get(0);
        assertThat(session.getMeta().getId())
                .isEqualTo(
                        SessionId.newBuilder()
                                .setName("2-17")
                                .setPrimitive(PrimitiveId.getDefaultInstance())
                                .build());
        assertThat(session.getMeta().getVersion()).isEqualTo(1);
        assertThat(session.hasSpec()).isTrue();
        assertThat(session.getStatus().getState()).isEqualTo(State.OPENED);
    }

    @Test
    void isOpeningUntilAllItsPartitionsAreOpen() {
        add(1, open(4, 1), "worker", "");
        add(2, open(5, 1), "worker", "Map");
        add(3, open(6, 1), "counter", "Counter");
        add(1, open(7, 1), "everywhere", "");
        add(2, open(7, 1), "everywhere", "");
        add(3, open(7, 1), "everywhere", "");

        assertThat(stateOf("worker")).isEqualTo(State.OPENING);
        assertThat(stateOf("counter")).isEqualTo(State.OPENED);
        assertThat(stateOf("everywhere")).isEqualTo(State.OPENED);
    }

    @Test
    void isClosingFromTheFirstPartitionToTheLast() {
        add(1, closed(4), "worker", "");
        add(2, open(5, 1), "worker", "");
        assertThat(stateOf("worker")).isEqualTo(State.CLOSING);

        add(1, closed(4), "gone", "");
        add(2, ended(5, SessionDetail.State.EXPIRED, 1), "gone", "");
        assertThat(stateOf("gone")).isEqualTo(State.CLOSED);
    }

    @Test
    void isOpenedAgainWhereOneOfItsNameHasEndedBefore() {
        add(1, closed(4), "worker", "Lock");
        add(1, open(9, 1), "worker", "Lock");

        assertThat(merge.sessions()).hasSize(1);
        assertThat(stateOf("worker")).isEqualTo(State.OPENED);
    }

    @Test
    void showsTheLastOfTwoThatHaveEnded() {
        add(1, closed(4), "worker", "Lock");
        add(1, closed(9), "worker", "Value");

        assertThat(merge.sessions())
                .extracting(one -> one.getSpec().getKind())
                .containsExactly("Value");
    }

    @Test
    void showsWhatHasEndedForTenMinutes() {
        merge.add(1, ended(4, SessionDetail.State.CLOSED, 600).build());
        merge.add(1, ended(5, SessionDetail.State.EXPIRED, 601).build());

        assertThat(merge.sessions())
                .extracting(
                        one -> one.getMeta().getId().getName(), one -> one.getStatus().getState())
                .containsExactly(org.assertj.core.groups.Tuple.tuple("1-4", State.CLOSED));
    }

    @Test
    void sortsByName() {
        add(2, open(4, 1), "b", "");
        merge.add(2, open(5, 1).build());
        add(1, open(4, 1), "a", "");

        List<String> names =
                merge.sessions().stream().map(one -> one.getMeta().getId().getName()).toList();
        assertThat(names).containsExactly("2-5", "a", "b");
    }
}
