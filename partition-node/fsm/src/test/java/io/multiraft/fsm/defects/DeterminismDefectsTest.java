package io.multiraft.fsm.defects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.Effects;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that comes from how a table hashes, and so differs from replica to replica. */
class DeterminismDefectsTest {

    private static final int MANY = 40;

    private final TestPartition partition = new TestPartition();

    @Test
    void sessionsThatExpireTogetherEndInTheOrderOfTheirIdsNotOfATable() {
        List<Long> opened = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ByteString nonce = ByteString.copyFromUtf8("nonce" + i * 7919 % 101);
            OpenSessionInput input = OpenSessionInput.newBuilder().setNonce(nonce).build();
            opened.add(openedBy(input));
        }

        assertThat(Effects.changedSessions(partition.at(60_000).apply())).isEqualTo(opened);
    }

    @Test
    void theStreamsOfAClosedSessionEndInTheOrderInWhichTheyBegan() {
        long sessionId = partition.openSession();
        List<Long> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            long map = partition.createService(sessionId, MapService.TYPE, "m" + i * 31 % 41);
            long number = i % 3 == 0 ? 0 : 1_000 - i;
            streams.add(listen(sessionId, number, map, ""));
        }
        streams.add(partition.machine().index() + 1);

        assertThat(Effects.endedStreams(partition.apply(Proposals.close(sessionId))))
                .isEqualTo(streams);
    }

    @Test
    void aKeepAliveCancelsInTheOrderOfTheNumbersNotOfATable() {
        long sessionId = partition.openSession();
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        List<Long> streams = new ArrayList<>();
        for (int number = MANY; number > 0; number--) {
            streams.add(listen(sessionId, number, map, ""));
        }
        Collections.reverse(streams);
        streams.add(partition.machine().index() + 1);
        KeepAliveInput input =
                KeepAliveInput.newBuilder()
                        .setSessionId(sessionId)
                        .setLastCommandSequenceNum(MANY)
                        .build();

        assertThat(Effects.endedStreams(partition.apply(Proposals.keepAlive(input))))
                .isEqualTo(streams);
    }

    @Test
    void listenersAreToldInTheOrderOfTheirIdsNotOfATable() {
        List<Long> streams = new ArrayList<>();
        long sessionId = partition.openSession();
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        for (int i = 0; i < MANY; i++) {
            long listening = partition.openSession();
            partition.createService(listening, MapService.TYPE, "m");
            streams.add(listen(listening, 1 + i * 7 % 5, map, "k"));
        }
        streams.add(partition.machine().index() + 1);

        List<Effect> effects =
                partition.apply(
                        Proposals.map(
                                sessionId, 0, map, MapInputs.put("k", MapInputs.value("v"), 0)));
        List<Long> told =
                effects.stream()
                        .filter(Effect.Output.class::isInstance)
                        .map(effect -> ((Effect.Output) effect).streamId())
                        .toList();

        assertThat(told).isEqualTo(streams);
    }

    @Test
    void entriesThatExpireTogetherEndInTheOrderOfTheirWritesNotOfATable() {
        long sessionId = partition.openSession();
        long map = partition.createService(sessionId, MapService.TYPE, "m");
        List<String> written = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String key = "key" + i * 37 % 41;
            written.add(key);
            partition.apply(
                    Proposals.map(
                            sessionId, 0, map, MapInputs.put(key, MapInputs.value("v", 1_000), 0)));
        }
        long stream = listen(sessionId, 1, map, "");

        assertThat(
                        Effects.events(partition.at(1_000).apply(), stream).stream()
                                .map(event -> event.getEntry().getKey()))
                .isEqualTo(written);
    }

    private long openedBy(OpenSessionInput input) {
        return partition.applyOne(Proposals.open(input)).output().getOpenSession().getSessionId();
    }

    private long listen(long sessionId, long sequenceNum, long map, String key) {
        partition.apply(Proposals.map(sessionId, sequenceNum, map, MapInputs.events(key, false)));
        return partition.machine().index();
    }
}
