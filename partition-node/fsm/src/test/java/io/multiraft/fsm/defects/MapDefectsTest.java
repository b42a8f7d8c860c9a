package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.InsertInput;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.PutInput;
import io.multiraft.proto.multiraft.map.v1.UpdateInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Entries that stop a replica, changes that were refused and happen, events that say too little.
 */
class MapDefectsTest {

    private TestPartition partition = new TestPartition();
    private long sessionId = partition.openSession();
    private long map = partition.createService(sessionId, MapService.TYPE, "m");

    @Test
    void aWriteWithoutAValueDoesNotStopTheReplica() {
        apply(MapInputs.put("k", MapInputs.value("v"), 0));

        assertThat(status(input().setPut(PutInput.newBuilder().setKey("k"))))
                .isEqualTo(Status.INVALID);
        assertThat(status(input().setInsert(InsertInput.newBuilder().setKey("x"))))
                .isEqualTo(Status.INVALID);
        assertThat(status(input().setUpdate(UpdateInput.newBuilder().setKey("k"))))
                .isEqualTo(Status.INVALID);
    }

    @Test
    void aPutWithTheVersionOfAMissingKeyDoesNotStopTheReplica() {
        assertThat(apply(MapInputs.put("k", MapInputs.value("v"), 7)).status())
                .isEqualTo(Status.CONFLICT);
        assertThat(entry("k")).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aWriteToAKeyWhoseTimeHasPassedInBetweenDoesNotStopTheReplica() {
        Effect.Output written = apply(MapInputs.put("k", MapInputs.value("v", 1_000), 0));
        partition.at(1_000).apply();

        assertThat(apply(MapInputs.update("k", MapInputs.value("w"), written.index())).status())
                .isEqualTo(Status.NOT_FOUND);
        assertThat(apply(MapInputs.remove("k", written.index())).status())
                .isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aConflictDoesNotChangeTheValueNorEmitAnEvent() {
        Effect.Output written = apply(MapInputs.put("k", MapInputs.value("v"), 0));
        long stream = listen("");

        for (MapInput input :
                List.of(
                        MapInputs.put("k", MapInputs.value("w"), 1),
                        MapInputs.update("k", MapInputs.value("w"), 1),
                        MapInputs.remove("k", 1))) {
            List<Effect> effects = partition.apply(Proposals.map(sessionId, 0, map, input));
            assertThat(Effects.outputs(effects, partition.machine().index()))
                    .singleElement()
                    .extracting(Effect.Output::status)
                    .isEqualTo(Status.CONFLICT);
            assertThat(Effects.events(effects, stream)).isEmpty();
        }
        assertThat(apply(MapInputs.remove("k", written.index())).status()).isEqualTo(Status.OK);
    }

    @Test
    void removingAnEntryDoesNotLeaveItsTimeToLiveBehind() {
        Effect.Output written = apply(MapInputs.put("k", MapInputs.value("v", 1_000), 0));
        apply(MapInputs.remove("k", written.index()));
        apply(MapInputs.put("k", MapInputs.value("w"), 0));
        apply(MapInputs.put("cleared", MapInputs.value("v", 1_000), 0));

        partition.at(1_000).apply();

        assertThat(entry("k")).isEqualTo(Status.OK);
        assertThat(entry("cleared")).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void clearingDoesNotLeaveTimesToLiveBehind() {
        apply(MapInputs.put("k", MapInputs.value("v", 1_000), 0));
        apply(MapInputs.clear());
        apply(MapInputs.put("k", MapInputs.value("w"), 0));

        partition.at(1_000).apply();

        assertThat(entry("k")).isEqualTo(Status.OK);
    }

    @Test
    void aRemovalDoesNotLookLikeAnInsertion() {
        long stream = listen("k");

        Event inserted = only(MapInputs.put("k", MapInputs.value("v"), 0), stream);
        Event updated = only(MapInputs.put("k", MapInputs.value("w", 1_000), 0), stream);
        List<Event> expired = Effects.events(partition.at(1_000).apply(), stream);

        assertThat(inserted.getType()).isEqualTo(Event.Type.INSERT);
        assertThat(updated.getType()).isEqualTo(Event.Type.UPDATE);
        assertThat(expired).singleElement().matches(Event::getExpired);
        assertThat(expired.get(0).getType()).isEqualTo(Event.Type.REMOVE);
        apply(MapInputs.put("k", MapInputs.value("v"), 0));
        Event removed = only(MapInputs.remove("k", 0), stream);
        assertThat(removed.getType()).isEqualTo(Event.Type.REMOVE);
        assertThat(removed.getExpired()).isFalse();
    }

    @Test
    void theTimeToLiveOfAnEntryThatIsOverdueIsNotNegative() {
        Limits limits = Limits.defaults();
        start(
                new Limits(
                        limits.sessions(), limits.commands(), limits.services(), limits.maps(), 1));
        apply(MapInputs.put("a", MapInputs.value("v", 1_000), 0));
        apply(MapInputs.put("b", MapInputs.value("v", 1_000), 0));

        partition.at(5_000).apply();

        assertThat(entry("a")).isEqualTo(Status.NOT_FOUND);
        Effect.Output overdue = apply(MapInputs.remove("b", 0));
        assertThat(overdue.status()).isEqualTo(Status.OK);
        assertThat(Effects.map(overdue).getRemove().getEntry().getValue().getTtl())
                .isEqualTo(Duration.getDefaultInstance());
    }

    @Test
    void theVersionOfAPutIsNotIgnored() {
        Effect.Output written = apply(MapInputs.put("k", MapInputs.value("v"), 0));

        assertThat(apply(MapInputs.put("k", MapInputs.value("w"), written.index() + 1)).status())
                .isEqualTo(Status.CONFLICT);
        assertThat(apply(MapInputs.put("k", MapInputs.value("w"), written.index())).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void aPutOfAnEqualValueIsNotTakenForNothing() {
        apply(MapInputs.put("k", MapInputs.value("v", 1_000), 0));
        long stream = listen("");
        partition.at(900);

        Event event = only(MapInputs.put("k", MapInputs.value("v", 1_000), 0), stream);

        assertThat(event.getEntry().getIndex()).isEqualTo(partition.machine().index());
        partition.at(1_899).apply();
        assertThat(entry("k")).isEqualTo(Status.OK);
        partition.at(1_900).apply();
        assertThat(entry("k")).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void closingAndOpeningAgainInOneSessionDoesNotLeaveAStreamDeaf() {
        long before = listen("");
        partition.apply(Proposals.closeService(sessionId, 0, map));
        map = partition.createService(sessionId, MapService.TYPE, "m");
        long after = listen("");

        List<Effect> effects =
                partition.apply(
                        Proposals.map(
                                sessionId, 0, map, MapInputs.put("k", MapInputs.value("v"), 0)));

        assertThat(Effects.events(effects, before)).isEmpty();
        assertThat(Effects.events(effects, after)).hasSize(1);
    }

    private void start(Limits limits) {
        partition = new TestPartition(limits);
        sessionId = partition.openSession();
        map = partition.createService(sessionId, MapService.TYPE, "m");
    }

    private Effect.Output apply(MapInput input) {
        return partition.applyOne(Proposals.map(sessionId, 0, map, input));
    }

    private Status status(MapInput.Builder input) {
        return apply(input.build()).status();
    }

    private static MapInput.Builder input() {
        return MapInput.newBuilder();
    }

    private Status entry(String key) {
        return partition.query(sessionId, map, MapInputs.get(key).toByteString()).status();
    }

    private long listen(String key) {
        apply(MapInputs.events(key, false));
        return partition.machine().index();
    }

    private Event only(MapInput input, long stream) {
        List<Effect> effects = partition.apply(Proposals.map(sessionId, 0, map, input));
        List<Event> events = Effects.events(effects, stream);
        assertThat(events).hasSize(1);
        return events.get(0);
    }
}
