package io.multiraft.fsm.property;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.session.filter.PendingCommandsFilter;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines and open streams, against a twin that looks at all sessions whenever time goes on. */
class SessionModelTest {

    private static final int NUMBERS = 6;

    private final TestPartition partition = new TestPartition();
    private final TreeMap<Long, ModelSession> model = new TreeMap<>();
    private final List<String> expectedEnds = new ArrayList<>();
    private long serviceId;
    private long nowMillis = 1_000;

    private static final class ModelSession {
        final long timeoutMillis;
        long deadlineMillis;
        long lowWaterMark;

        /** The stream that each open command has now, by the command's number. */
        final TreeMap<Long, Long> streams = new TreeMap<>();

        ModelSession(long timeoutMillis, long nowMillis) {
            this.timeoutMillis = timeoutMillis;
            this.deadlineMillis = nowMillis + timeoutMillis;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sessionsEndInTimeAndStreamsWithThem(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            nowMillis += random.nextInt(400);
            partition.at(nowMillis);
            expectedEnds.clear();
            List<Effect> effects = step(random);
            expire();
            assertThat(ends(effects))
                    .as("seed %s, step %s", seed, i)
                    .containsExactlyInAnyOrderElementsOf(expectedEnds);
            assertThat(deadlines()).as("seed %s, step %s", seed, i).isEqualTo(modelDeadlines());
            if (random.nextInt(60) == 0) {
                partition.restore(partition.snapshotBytes());
            }
        }
    }

    private List<Effect> step(Random random) throws Exception {
        long stream = partition.machine().index() + 1;
        long sessionId = model.isEmpty() ? 1 : any(random);
        switch (random.nextInt(model.size() > 8 ? 10 : 12)) {
            case 0 -> {
                model.values().forEach(this::resume);
                return partition.resume();
            }
            case 1 -> {
                end(sessionId);
                expectedEnds.add(stream + " OK");
                return partition.apply(Proposals.close(sessionId));
            }
            case 2, 3, 4, 5 -> {
                return keepAlive(random, sessionId, stream);
            }
            case 6, 7, 8, 9 -> {
                return listen(sessionId, 1 + random.nextInt(NUMBERS), stream);
            }
            default -> {
                return open(1_000 + random.nextInt(6_000), stream);
            }
        }
    }

    private List<Effect> open(long timeoutMillis, long stream) {
        model.put(stream, new ModelSession(timeoutMillis, nowMillis));
        expectedEnds.add(stream + " OK");
        expectedEnds.add(stream + 1 + " OK");
        OpenSessionInput input =
                OpenSessionInput.newBuilder().setTimeout(Durations.ofMillis(timeoutMillis)).build();
        serviceId = serviceId == 0 ? stream + 1 : serviceId;
        return partition.apply(
                Proposals.open(input), Proposals.create(stream, 0, MapService.TYPE, "", "m"));
    }

    private List<Effect> listen(long sessionId, long number, long stream) {
        ModelSession session = model.get(sessionId);
        if (session == null) {
            expectedEnds.add(stream + " OK");
        } else if (session.streams.containsKey(number)) {
            expectedEnds.add(session.streams.put(number, stream) + " CANCELED");
        } else if (number <= session.lowWaterMark) {
            expectedEnds.add(stream + " OK");
        } else {
            session.streams.put(number, stream);
        }
        return partition.apply(
                Proposals.map(sessionId, number, serviceId, MapInputs.events("", false)));
    }

    private List<Effect> keepAlive(Random random, long sessionId, long stream) throws Exception {
        long last = random.nextInt(3) == 0 ? random.nextInt(NUMBERS) : 0;
        ByteString filter = FilterBuilder.containing(1 + random.nextInt(NUMBERS));
        ModelSession session = model.get(sessionId);
        expectedEnds.add(stream + " OK");
        if (session != null) {
            PendingCommandsFilter pending = PendingCommandsFilter.parse(filter);
            for (long number = 1; number <= last; number++) {
                if (session.streams.containsKey(number) && !pending.mayContain(number)) {
                    expectedEnds.add(session.streams.remove(number) + " CANCELED");
                }
            }
            session.lowWaterMark = Math.max(session.lowWaterMark, last);
            session.deadlineMillis = nowMillis + session.timeoutMillis;
        }
        Proposal keepAlive =
                Proposals.keepAlive(
                        KeepAliveInput.newBuilder()
                                .setSessionId(sessionId)
                                .setLastCommandSequenceNum(last)
                                .setPendingCommandsFilter(filter)
                                .build());
        return partition.apply(keepAlive);
    }

    private void resume(ModelSession session) {
        session.deadlineMillis =
                Math.max(session.deadlineMillis, nowMillis + session.timeoutMillis);
    }

    private void expire() {
        for (long sessionId : List.copyOf(model.keySet())) {
            if (model.get(sessionId).deadlineMillis <= nowMillis) {
                end(sessionId);
            }
        }
    }

    private void end(long sessionId) {
        ModelSession ended = model.remove(sessionId);
        if (ended != null) {
            ended.streams.values().forEach(stream -> expectedEnds.add(stream + " CANCELED"));
        }
    }

    private long any(Random random) {
        List<Long> ids = List.copyOf(model.keySet());
        return ids.get(random.nextInt(ids.size()));
    }

    private static List<String> ends(List<Effect> effects) {
        List<String> ends = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.StreamClosed closed) {
                Status status = closed.status();
                ends.add(closed.streamId() + " " + status);
            }
        }
        return ends;
    }

    private TreeMap<Long, Long> deadlines() {
        TreeMap<Long, Long> deadlines = new TreeMap<>();
        partition.machine().sessions(SessionSelection.all(), Integer.MAX_VALUE).stream()
                .filter(view -> view.state() == SessionState.OPEN)
                .forEach(view -> deadlines.put(view.sessionId(), view.deadlineMillis().orElse(0)));
        return deadlines;
    }

    private TreeMap<Long, Long> modelDeadlines() {
        TreeMap<Long, Long> deadlines = new TreeMap<>();
        model.forEach((id, session) -> deadlines.put(id, session.deadlineMillis));
        return deadlines;
    }
}
