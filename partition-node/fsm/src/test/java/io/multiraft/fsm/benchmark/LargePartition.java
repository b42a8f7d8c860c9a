package io.multiraft.fsm.benchmark;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.multiraft.map.v1.MapOutput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;

/**
 * A partition at its limits: so many sessions, each with a nonce and a service, so many services,
 * and one map.
 */
final class LargePartition {

    /** The most there may be are these and the one that owns the map. */
    static final int SESSIONS = 99_900;

    static final int ENTRIES = 1_000_000;

    /** The most there may be are these, the one that all sessions have, and the map. */
    static final int SERVICES = 19_900;

    private static final int PER_ENTRY = 100;
    private static final int TIMEOUT_SECONDS = 60;

    private final TestPartition partition = new TestPartition();
    private final long owner = partition.openSession();
    private long firstSessionId;

    TestPartition partition() {
        return partition;
    }

    /** Opens the sessions; all of them are due at the same time. */
    LargePartition openSessions() {
        partition.createService(owner, CounterService.TYPE, "counter");
        firstSessionId = partition.machine().index() + 1;
        for (int opened = 0; opened < SESSIONS; opened += PER_ENTRY) {
            LogEntry.Builder entry = LogEntry.newBuilder();
            for (int i = 0; i < PER_ENTRY; i++) {
                entry.addProposals(Proposals.open(session(opened + i)));
            }
            partition.machine().apply(entry.build());
        }
        for (int attached = 0; attached < SESSIONS; attached += PER_ENTRY) {
            LogEntry.Builder entry = LogEntry.newBuilder();
            for (int i = 0; i < PER_ENTRY; i++) {
                entry.addProposals(
                        Proposals.create(
                                firstSessionId + attached + i,
                                0,
                                CounterService.TYPE,
                                "",
                                "counter"));
            }
            partition.machine().apply(entry.build());
        }
        check("sessions", SESSIONS + 1, partition.machine().sessionCount());
        return this;
    }

    /** Makes the services, some in each of the first sessions. */
    LargePartition createServices() {
        for (int created = 0; created < SERVICES; created += PER_ENTRY) {
            LogEntry.Builder entry = LogEntry.newBuilder();
            for (int i = 0; i < PER_ENTRY; i++) {
                entry.addProposals(
                        Proposals.create(
                                firstSessionId + created / PER_ENTRY,
                                0,
                                CounterService.TYPE,
                                "",
                                "counter-" + (created + i)));
            }
            long refused =
                    partition.machine().apply(entry.build()).stream()
                            .filter(
                                    effect ->
                                            effect instanceof Effect.Output output
                                                    && output.status() != Status.OK)
                            .count();
            check("services refused", 0, (int) refused);
        }
        return this;
    }

    LargePartition fillMap() {
        long map = partition.createService(owner, MapService.TYPE, "map");
        for (int written = 0; written < ENTRIES; written += PER_ENTRY) {
            LogEntry.Builder entry = LogEntry.newBuilder();
            for (int i = 0; i < PER_ENTRY; i++) {
                ByteString put =
                        MapInputs.put("key-" + (written + i), MapInputs.value("v".repeat(64)), 0)
                                .toByteString();
                entry.addProposals(Proposals.command(owner, 0, map, put));
            }
            partition.machine().apply(entry.build());
        }
        check("entries", ENTRIES, size(map));
        return this;
    }

    private int size(long map) {
        try {
            ByteString size = MapInputs.size().toByteString();
            return MapOutput.parseFrom(
                            partition
                                    .machine()
                                    .query(new Query(owner, map, 0, size))
                                    .outputs()
                                    .get(0))
                    .getSize()
                    .getSize();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A partition that refused half of it would measure well. */
    private static void check(String what, int wanted, int there) {
        if (there != wanted) {
            throw new IllegalStateException(there + " " + what + ", not " + wanted);
        }
    }

    /** Keeps so many sessions alive, from the first one on. */
    void keepAlive(int sessions) {
        for (int kept = 0; kept < sessions; kept += PER_ENTRY) {
            LogEntry.Builder entry = LogEntry.newBuilder();
            for (int i = 0; i < PER_ENTRY; i++) {
                entry.addProposals(
                        Proposals.keepAlive(
                                KeepAliveInput.newBuilder()
                                        .setSessionId(firstSessionId + kept + i)
                                        .build()));
            }
            partition.machine().apply(entry.build());
        }
    }

    private static OpenSessionInput session(int number) {
        byte[] nonce = new byte[16];
        for (int i = 0; i < 4; i++) {
            nonce[i] = (byte) (number >>> 8 * i);
        }
        return OpenSessionInput.newBuilder()
                .setNonce(ByteString.copyFrom(nonce))
                .setTimeout(Duration.newBuilder().setSeconds(TIMEOUT_SECONDS))
                .build();
    }
}
