package io.multiraft.fsm.benchmark;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The commands of one client, numbered and acknowledged as it would do it, in a log that can be
 * applied again and again: its last entry takes the session over, so that numbers start anew.
 */
final class CommandLog {

    /** Commands in the log. */
    static final int COMMANDS = 1 << 16;

    /** Commands in an entry, as a proposer packs them for some hundred callers. */
    private static final int PER_ENTRY = 64;

    /** Commands between two keep-alives. */
    private static final int PER_ACKNOWLEDGEMENT = 1024;

    private final TestPartition partition = new TestPartition();
    private final List<LogEntry> entries = new ArrayList<>();
    private final long sessionId;
    private final long serviceId;

    /**
     * @param type of the service
     * @param input of a command, by its number
     */
    CommandLog(String type, LongFunction<com.google.protobuf.ByteString> input) {
        sessionId =
                partition
                        .applyOne(Proposals.open(named(false)))
                        .output()
                        .getOpenSession()
                        .getSessionId();
        serviceId = partition.createService(sessionId, type, "benchmark");
        LogEntry.Builder entry = LogEntry.newBuilder();
        for (long number = 1; number <= COMMANDS; number++) {
            entry.addProposals(
                    Proposals.command(sessionId, number, serviceId, input.apply(number)));
            if (number % PER_ACKNOWLEDGEMENT == 0) {
                entry.addProposals(acknowledgement(number));
            }
            if (number % PER_ENTRY == 0) {
                entries.add(entry.build());
                entry = LogEntry.newBuilder();
            }
        }
        entries.add(LogEntry.newBuilder().addProposals(Proposals.open(named(true))).build());
    }

    PartitionStateMachine machine() {
        return partition.machine();
    }

    /** Applies all of it; returns something that depends on every effect. */
    long apply() {
        long effects = 0;
        PartitionStateMachine machine = partition.machine();
        for (LogEntry entry : entries) {
            effects += machine.apply(entry).size();
        }
        return effects ^ machine.fingerprint();
    }

    private Proposal acknowledgement(long number) {
        return Proposals.keepAlive(
                KeepAliveInput.newBuilder()
                        .setSessionId(sessionId)
                        .setLastCommandSequenceNum(number)
                        .build());
    }

    private static OpenSessionInput named(boolean attach) {
        SessionId id = SessionId.newBuilder().setName("benchmark").build();
        return OpenSessionInput.newBuilder()
                .setSession(Session.newBuilder().setMeta(SessionMeta.newBuilder().setId(id)))
                .setAttach(attach)
                .build();
    }
}
