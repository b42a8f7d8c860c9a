package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec.ManagedBy;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.observe.ClientSessions.Listing;
import io.multiraft.operator.plan.MirrorPlan.Mirrored;
import io.multiraft.proto.node.v1.SessionDetail;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import io.multiraft.proto.runtime.v1.SessionSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which objects show which sessions of clients. */
class MirrorPlannerTest {

    private static final int MANY = 100;

    private final MultiRaftCluster cluster = Objects.defaulted("n", "x", "{partitions: 2}");
    private final Map<Integer, List<SessionDetail>> open = new TreeMap<>();
    private final List<Session> existing = new ArrayList<>();
    private final Set<String> leaving = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    /** Of partition 1, beyond what is listed. */
    private long unlisted;

    @Test
    void sessionOfOneNameIsOneObjectAndOneWithoutIsCalledByItsIds() {
        open(1, 7, "worker");
        open(2, 5, "worker");
        open(2, 6, "");
        MirrorPlan plan = plan(MANY);
        assertThat(plan.creations())
                .extracting(MirrorPlannerTest::line)
                .containsExactly("worker OPENED 2/2 1/7 2/5", "2-6 OPENED 1/1 2/6");
        assertThat(plan.mirrored()).isEqualTo(new Mirrored(2, 0, 0));
        assertThat(plan.creations())
                .allSatisfy(
                        object -> {
                            assertThat(object.getSpec().managedBy()).isEqualTo(ManagedBy.Client);
                            assertThat(object.getSpec().cluster()).isEqualTo("x");
                            assertThat(object.getMetadata().getNamespace()).isEqualTo("n");
                            assertThat(object.getMetadata().getOwnerReferences())
                                    .singleElement()
                                    .matches(owner -> owner.getUid().equals("uid-of-x"));
                            assertThat(object.getStatus()).isNull();
                        });
    }

    @Test
    void nothingIsDoneWhenAllIsShown() {
        open(1, 7, "worker");
        open(2, 6, "");
        makeAll();
        assertThat(plan(MANY))
                .isEqualTo(new MirrorPlan(List.of(), List.of(), new Mirrored(2, 0, 0)));
    }

    @Test
    void objectStaysAsItIsUntilTheLastOfItsSessionsHasEnded() {
        open(1, 7, "worker");
        open(2, 5, "worker");
        makeAll();
        open.remove(1);
        open(1, 20, "worker");
        assertThat(plan(MANY).deletions()).isEmpty();
        open.remove(2);
        MirrorPlan plan = plan(MANY);
        assertThat(plan.deletions()).isEqualTo(existing);
        assertThat(plan.creations()).as("waits until its name is free").isEmpty();
        assertThat(plan.mirrored()).isEqualTo(new Mirrored(1, 0, 0));
        existing.clear();
        leaving.add("worker");
        assertThat(plan(MANY).creations()).isEmpty();
        leaving.clear();
        assertThat(plan(MANY).creations())
                .extracting(MirrorPlannerTest::line)
                .containsExactly("worker OPENING 1/2 1/20");
    }

    @Test
    void underTheCapTheOldestAreShown() {
        open(1, 30, "");
        open(1, 10, "");
        open(2, 20, "");
        unlisted = 4;
        MirrorPlan plan = plan(2);
        assertThat(plan.creations())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("1-10", "2-20");
        assertThat(plan.mirrored()).isEqualTo(new Mirrored(2, 5, 0));
        existing.addAll(plan.creations());
        open(2, 21, "");
        assertThat(plan(2).creations()).isEmpty();
        assertThat(plan(2).deletions()).isEmpty();
        open.remove(1);
        assertThat(plan(2).creations())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("2-21");
        assertThat(plan(2).deletions())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("1-10");
    }

    @Test
    void nameOfAnotherObjectIsLeftToIt() {
        open(1, 7, "worker");
        open(1, 8, "team.worker");
        taken.add("worker");
        assertThat(plan(MANY).creations())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("x-worker", "team-worker");
        taken.add("x-worker");
        MirrorPlan plan = plan(MANY);
        assertThat(plan.creations()).hasSize(1);
        assertThat(plan.mirrored()).isEqualTo(new Mirrored(1, 0, 1));
    }

    @Test
    void objectThatSomebodyElseMadeForASessionGivesWay() {
        open(1, 7, "worker");
        makeAll();
        Session forged = plan(MANY, List.of()).creations().get(0);
        forged.getMetadata().setName("forged");
        existing.add(forged);
        assertThat(plan(MANY).deletions()).containsExactly(forged);
        existing.add(0, existing.remove(1));
        assertThat(plan(MANY).deletions()).containsExactly(forged);
    }

    @Test
    void sessionThatIsNamedLikeTheIdsOfAnotherIsAnother() {
        open(1, 7, "");
        open(1, 8, "1-7");
        assertThat(plan(MANY).creations())
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("1-7", "x-1-7");
    }

    @Test
    void objectSaysWhatTheClientAskedFor() {
        SessionDetail detail =
                detail(7, "worker").toBuilder()
                        .setTimeout(Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
                        .setSession(
                                io.multiraft.proto.runtime.v1.Session.newBuilder()
                                        .setMeta(
                                                SessionMeta.newBuilder()
                                                        .putLabels("team", "a")
                                                        .setId(
                                                                SessionId.newBuilder()
                                                                        .setName("worker")
                                                                        .setPrimitive(
                                                                                PrimitiveId
                                                                                        .newBuilder()
                                                                                        .setId(
                                                                                                "orders"))))
                                        .setSpec(
                                                SessionSpec.newBuilder()
                                                        .setKind("Counter")
                                                        .setConfig(Any.pack(StringValue.of("c")))))
                        .build();
        open.computeIfAbsent(1, key -> new ArrayList<>()).add(detail);
        Session object = plan(MANY).creations().get(0);
        assertThat(object.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
        assertThat(object.getSpec().kind()).isEqualTo("Counter");
        assertThat(object.getSpec().primitive().id()).isEqualTo("orders");
        assertThat(object.getSpec().timeout()).isEqualTo("1500ms");
        assertThat(object.getSpec().config())
                .containsEntry("@type", "type.googleapis.com/google.protobuf.StringValue")
                .containsEntry("value", "c");
        assertThat(object.getObserved().state()).isEqualTo(SessionState.OPENED);
        assertThat(object.getObserved().openPartitions()).isEqualTo("1/1");
    }

    private MirrorPlan plan(int most) {
        return plan(most, existing);
    }

    private MirrorPlan plan(int most, List<Session> existing) {
        Map<Integer, Listing> listings = new TreeMap<>();
        open.forEach(
                (partition, sessions) ->
                        listings.put(partition, new Listing(1, sessions, sessions.size())));
        listings.computeIfPresent(
                1, (key, one) -> new Listing(1, one.sessions(), one.openCount() + unlisted));
        return MirrorPlanner.plan(cluster, listings, existing, leaving, taken::contains, most);
    }

    private void makeAll() {
        existing.addAll(plan(MANY).creations());
    }

    private void open(int partition, long sessionId, String name) {
        open.computeIfAbsent(partition, key -> new ArrayList<>()).add(detail(sessionId, name));
    }

    private static SessionDetail detail(long sessionId, String name) {
        return SessionDetail.newBuilder()
                .setSessionId(sessionId)
                .setState(SessionDetail.State.OPEN)
                .setTimeout(Duration.newBuilder().setSeconds(30))
                .setSession(
                        io.multiraft.proto.runtime.v1.Session.newBuilder()
                                .setMeta(
                                        SessionMeta.newBuilder()
                                                .setId(SessionId.newBuilder().setName(name))))
                .build();
    }

    private static String line(Session object) {
        StringBuilder line =
                new StringBuilder(
                        "%s %s %s"
                                .formatted(
                                        object.getMetadata().getName(),
                                        object.getObserved().state(),
                                        object.getObserved().openPartitions()));
        object.getObserved()
                .partitions()
                .forEach(one -> line.append(" " + one.partition() + "/" + one.sessionId()));
        return line.toString();
    }
}
