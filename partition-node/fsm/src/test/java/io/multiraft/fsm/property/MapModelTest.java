package io.multiraft.fsm.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Event;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map against a {@link TreeMap} that looks at every entry whenever time goes on. */
class MapModelTest {

    private static final long FOREVER = Long.MAX_VALUE;

    private final TestPartition partition = new TestPartition();
    private final TreeMap<String, ModelEntry> model = new TreeMap<>();
    private final List<String> expectedEvents = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private long nowMillis;
    private long sessionId;
    private long serviceId;

    private record ModelEntry(String value, long version, long ttlMillis, long deadlineMillis) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesWhatATreeMapDoes(long seed) throws Exception {
        Random random = new Random(seed);
        OpenSessionInput open =
                OpenSessionInput.newBuilder().setDeadline(OpenSessionInput.Deadline.NONE).build();
        sessionId =
                partition.applyOne(Proposals.open(open)).output().getOpenSession().getSessionId();
        serviceId = partition.createService(sessionId, MapService.TYPE, "m");
        partition.apply(map(MapInputs.events("", false)));
        for (int i = 0; i < 2_000; i++) {
            nowMillis += random.nextInt(200);
            partition.at(nowMillis);
            step(random);
            if (random.nextInt(100) == 0) {
                partition.restore(partition.snapshotBytes());
            }
            assertThat(events).as("seed %s, step %s", seed, i).isEqualTo(expectedEvents);
            assertThat(entries()).as("seed %s, step %s", seed, i).isEqualTo(modelEntries());
        }
    }

    private void step(Random random) throws Exception {
        String key = String.valueOf((char) ('a' + random.nextInt(4)));
        String value = "v" + random.nextInt(1_000);
        long ttlMillis = random.nextBoolean() ? 1 + random.nextInt(1_000) : 0;
        var wire = ttlMillis == 0 ? MapInputs.value(value) : MapInputs.value(value, ttlMillis);
        ModelEntry current = model.get(key);
        long version = current != null && random.nextBoolean() ? current.version() : 0;
        switch (random.nextInt(13)) {
            case 0, 1 -> {
                apply(map(MapInputs.put(key, wire, version)));
                write(key, value, ttlMillis);
            }
            case 2, 3 -> {
                apply(map(MapInputs.insert(key, wire)));
                if (current == null) {
                    write(key, value, ttlMillis);
                }
            }
            case 4, 5 -> {
                apply(map(MapInputs.update(key, wire, version)));
                if (current != null) {
                    write(key, value, ttlMillis);
                }
            }
            case 6, 7 -> {
                apply(map(MapInputs.remove(key, version)));
                remove(key, false);
            }
            case 8 -> apply(map(MapInputs.put(key, wire, 1)));
            case 9 -> {
                apply(map(MapInputs.clear()));
                List.copyOf(model.keySet()).forEach(each -> remove(each, false));
            }
            case 10 -> {
                model.replaceAll((each, entry) -> resumed(entry));
                take(partition.resume());
            }
            default -> apply();
        }
        List.copyOf(model.keySet()).stream()
                .filter(each -> model.get(each).deadlineMillis() <= nowMillis)
                .sorted(
                        java.util.Comparator.<String>comparingLong(
                                        each -> model.get(each).deadlineMillis())
                                .thenComparingLong(each -> model.get(each).version()))
                .forEach(each -> remove(each, true));
    }

    private void write(String key, String value, long ttlMillis) {
        long deadline = ttlMillis == 0 ? FOREVER : nowMillis + ttlMillis;
        long version = partition.machine().index();
        boolean isNew = model.put(key, new ModelEntry(value, version, ttlMillis, deadline)) == null;
        expectedEvents.add((isNew ? "INSERT " : "UPDATE ") + key + " " + value + " " + version);
    }

    private ModelEntry resumed(ModelEntry entry) {
        return entry.deadlineMillis() == FOREVER
                ? entry
                : new ModelEntry(
                        entry.value(),
                        entry.version(),
                        entry.ttlMillis(),
                        Math.max(entry.deadlineMillis(), nowMillis + entry.ttlMillis()));
    }

    private void remove(String key, boolean expired) {
        ModelEntry removed = model.remove(key);
        if (removed != null) {
            expectedEvents.add(
                    "REMOVE "
                            + key
                            + " "
                            + removed.value()
                            + " "
                            + removed.version()
                            + (expired ? " expired" : ""));
        }
    }

    private void apply(Proposal... proposals) throws Exception {
        take(partition.apply(proposals));
    }

    private void take(List<Effect> effects) throws Exception {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Output output && output.outputSequenceNum() > 1) {
                Event event =
                        MapOutput.parseFrom(
                                        output.output()
                                                .getSessionOutput()
                                                .getServiceOutput()
                                                .getPayload())
                                .getEvents()
                                .getEvent();
                events.add(
                        event.getType()
                                + " "
                                + text(event.getEntry())
                                + (event.getExpired() ? " expired" : ""));
            }
        }
    }

    private List<String> entries() throws Exception {
        List<String> entries = new ArrayList<>();
        for (var output :
                partition
                        .query(sessionId, serviceId, MapInputs.entries().toByteString())
                        .outputs()) {
            entries.add(text(MapOutput.parseFrom(output).getEntries().getEntry()));
        }
        return entries;
    }

    private List<String> modelEntries() {
        List<String> entries = new ArrayList<>();
        model.forEach(
                (key, entry) -> entries.add(key + " " + entry.value() + " " + entry.version()));
        return entries;
    }

    private static String text(Entry entry) {
        return entry.getKey()
                + " "
                + entry.getValue().getValue().toStringUtf8()
                + " "
                + entry.getIndex();
    }

    private Proposal map(MapInput input) {
        return Proposals.map(sessionId, 0, serviceId, input);
    }
}
