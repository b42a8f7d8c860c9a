package io.multiraft.fsm.testing;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A log in which everything happens: what makes sense, what is repeated, what comes late and what
 * is nonsense. Everything follows from the seed, given the effects of the entries before.
 */
public final class RandomLog {

    private static final int NUMBERS = 12;

    private final Random random;
    private final List<Long> sessionIds = new ArrayList<>(List.of(1L));
    private final List<Long> serviceIds = new ArrayList<>(List.of(2L));
    private long nowMillis = 1_000;

    public RandomLog(long seed) {
        random = new Random(seed);
    }

    /** The next entry: some proposals, or none. */
    public LogEntry next() {
        nowMillis += random.nextInt(10) == 0 ? -random.nextInt(500) : random.nextInt(400);
        LogEntry.Builder entry =
                LogEntry.newBuilder()
                        .setTimestampMillis(nowMillis)
                        .setResume(random.nextInt(50) == 0);
        int proposals = random.nextInt(4);
        for (int i = 0; i < proposals; i++) {
            entry.addProposals(proposal());
        }
        return entry.build();
    }

    /** Learns the ids of what was made, to use them in the entries to come. */
    public void learn(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Output output) {
                learn(output.output());
            }
        }
    }

    private void learn(PartitionOutput output) {
        if (output.hasOpenSession()) {
            sessionIds.add(output.getOpenSession().getSessionId());
        }
        if (output.getSessionOutput().hasCreateService()) {
            serviceIds.add(output.getSessionOutput().getCreateService().getServiceId());
        }
    }

    private Proposal proposal() {
        Proposal proposal =
                switch (random.nextInt(16)) {
                    case 0, 1 -> open();
                    case 2, 3 -> keepAlive();
                    case 4 ->
                            Proposals.close(random.nextInt(4) == 0 ? session() : 0, serviceName());
                    case 5, 6 -> create();
                    case 7 ->
                            Proposals.closeService(
                                    session(), number(), service(), random.nextBoolean());
                    case 8, 9 -> counter();
                    default -> map();
                };
        return random.nextInt(20) == 0
                ? proposal.toBuilder().setEpoch(1 + random.nextInt(2)).build()
                : proposal;
    }

    private Proposal open() {
        OpenSessionInput.Builder input =
                OpenSessionInput.newBuilder()
                        .setDeadlineValue(random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0);
        if (random.nextBoolean()) {
            input.setTimeout(io.multiraft.fsm.Durations.ofMillis(800 + random.nextInt(8_000)));
        }
        if (random.nextInt(3) == 0) {
            input.setNonce(ByteString.copyFromUtf8("nonce" + random.nextInt(20)));
        }
        if (random.nextInt(3) == 0) {
            SessionId id = SessionId.newBuilder().setName("name" + random.nextInt(4)).build();
            SessionMeta.Builder meta = SessionMeta.newBuilder().setId(id);
            meta.putLabels("label" + random.nextInt(3), "x").putLabels("other", "y");
            input.setSession(Session.newBuilder().setMeta(meta));
            input.setAttach(random.nextInt(3) == 0);
        }
        return Proposals.open(input.build());
    }

    private Proposal keepAlive() {
        KeepAliveInput.Builder input =
                KeepAliveInput.newBuilder()
                        .setSessionId(session())
                        .setLastCommandSequenceNum(random.nextInt(NUMBERS));
        long[] pending = random.longs(random.nextInt(6), 1, NUMBERS + 1).toArray();
        if (random.nextInt(10) == 0) {
            input.setPendingCommandsFilter(ByteString.copyFromUtf8("nonsense"));
        } else if (random.nextInt(4) > 0) {
            input.setPendingCommandsFilter(FilterBuilder.containing(pending));
        }
        for (long number : pending) {
            input.putOutputStreamSequenceNums(number, random.nextInt(4));
        }
        return Proposals.keepAlive(input.build());
    }

    /** That of a service that may be there, or none. */
    private String serviceName() {
        return random.nextInt(3) == 0 ? "" : "Map" + random.nextInt(3);
    }

    private Proposal create() {
        String type = random.nextInt(3) == 0 ? CounterService.TYPE : MapService.TYPE;
        String name = type.substring(type.length() - 3) + random.nextInt(3);
        return random.nextInt(10) == 0
                ? Proposals.create(session(), number(), "unknown", "", name)
                : Proposals.create(session(), number(), type, "", name);
    }

    private Proposal counter() {
        var input =
                switch (random.nextInt(8)) {
                    case 0 -> CounterInputs.set(random.nextLong());
                    case 1 -> CounterInputs.decrement(random.nextLong());
                    case 2 -> CounterInputs.get();
                    case 3, 4 -> CounterInputs.increment(random.nextLong());
                    default -> CounterInputs.compareAndSet(random.nextInt(3), random.nextInt(3));
                };
        return Proposals.counter(session(), number(), service(), input);
    }

    private Proposal map() {
        String key = "key" + random.nextInt(5);
        var value =
                random.nextInt(3) == 0
                        ? MapInputs.value("v", 1 + random.nextInt(3_000))
                        : MapInputs.value("value" + random.nextInt(100));
        var input =
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> MapInputs.put(key, value, 0);
                    case 3 -> MapInputs.insert(key, value);
                    case 4 -> MapInputs.update(key, value, random.nextInt(2));
                    case 5 -> MapInputs.remove(key, 0);
                    case 6 -> rareMapInput(key);
                    case 7 -> MapInputs.events(key, random.nextBoolean());
                    default -> MapInputs.events("", random.nextBoolean());
                };
        return Proposals.map(session(), number(), service(), input);
    }

    private MapInput rareMapInput(String key) {
        return switch (random.nextInt(8)) {
            case 0 -> MapInputs.clear();
            case 1 -> MapInputs.get(key);
            case 2 -> MapInputs.entries();
            default -> MapInputs.size();
        };
    }

    private long number() {
        return random.nextInt(NUMBERS + 1);
    }

    private long session() {
        return recent(sessionIds, 6);
    }

    private long service() {
        return recent(serviceIds, 5);
    }

    /** One of the last ids mostly, so that most inputs meet something. */
    private long recent(List<Long> ids, int last) {
        int from = random.nextInt(20) == 0 ? 0 : Math.max(0, ids.size() - last);
        return ids.get(from + random.nextInt(ids.size() - from));
    }
}
