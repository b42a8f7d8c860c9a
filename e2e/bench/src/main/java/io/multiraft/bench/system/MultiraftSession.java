package io.multiraft.bench.system;

import io.multiraft.bench.load.Operation.Completion;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.OperationRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.QueryRequestHeaders;
import io.multiraft.proto.multiraft.v1.ServiceRequestHeaders;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;
import java.util.BitSet;

/**
 * A session of one connection. Its commands are numbered, as those of every client are that wants
 * them done once; so it also has to say, now and then, which answers have arrived.
 */
final class MultiraftSession {

    /** The partition keeps a record of each command until then, and has room for 65,536. */
    private static final int ACKNOWLEDGED_AT_ONCE = 1_000;

    static final PartitionRequestHeaders PARTITION =
            PartitionRequestHeaders.newBuilder().setPartitionId(MultiraftCluster.PARTITION).build();

    private final long id;
    private final int caller;

    /** All numbers up to this one were answered. */
    private long answered;

    private long acknowledged;
    private long last;

    /** Answered ones after {@link #answered}; bit 0 is the next. */
    private BitSet early = new BitSet();

    private MultiraftSession(long id, int caller) {
        this.id = id;
        this.caller = caller;
    }

    /**
     * Opens one without a deadline.
     *
     * @param caller whose connection it uses
     */
    static MultiraftSession open(Connections connections, int caller) {
        OpenSessionResponse response =
                connections.call(
                        PartitionGrpc.getOpenSessionMethod(),
                        OpenSessionRequest.newBuilder()
                                .setHeaders(PARTITION)
                                .setInput(
                                        OpenSessionInput.newBuilder()
                                                .setDeadline(OpenSessionInput.Deadline.NONE))
                                .build());
        require(response.getHeaders());
        return new MultiraftSession(response.getOutput().getSessionId(), caller);
    }

    static void require(PartitionResponseHeaders headers) {
        Throwable refusal = refusal(headers);
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
    }

    /** Null when the partition did what it was asked. */
    static Throwable refusal(PartitionResponseHeaders headers) {
        return headers.getStatus() == PartitionResponseHeaders.Status.OK
                ? null
                : new IllegalStateException(headers.getStatus() + ": " + headers.getMessage());
    }

    SessionRequestHeaders headers() {
        return SessionRequestHeaders.newBuilder().setPartition(PARTITION).setSessionId(id).build();
    }

    static CreateServiceInput service(String name) {
        return CreateServiceInput.newBuilder().setNamespace("bench").setName(name).build();
    }

    OperationRequestHeaders operation(long serviceId) {
        return OperationRequestHeaders.newBuilder()
                .setSession(
                        ServiceRequestHeaders.newBuilder()
                                .setSession(headers())
                                .setServiceId(serviceId))
                .build();
    }

    static QueryRequestHeaders query(OperationRequestHeaders operation) {
        return QueryRequestHeaders.newBuilder().setOperation(operation).build();
    }

    /** The headers of a command that has a number from now on. */
    CommandRequestHeaders command(OperationRequestHeaders operation) {
        return CommandRequestHeaders.newBuilder()
                .setOperation(operation)
                .setCommandSequenceNum(nextNumber())
                .build();
    }

    private synchronized long nextNumber() {
        return ++last;
    }

    /** Notes that the command was answered, before whoever waits for it knows. */
    Completion acknowledging(CommandRequestHeaders headers, Calls calls, Completion completion) {
        return failure -> {
            if (answered(headers.getCommandSequenceNum())) {
                calls.call(
                        caller,
                        PartitionGrpc.getKeepAliveMethod(),
                        keepAlive(),
                        response -> null,
                        ignored -> {});
            }
            completion.done(failure);
        };
    }

    /** Returns whether it is time to tell the partition. */
    private synchronized boolean answered(long number) {
        early.set((int) (number - answered - 1));
        int contiguous = early.nextClearBit(0);
        if (contiguous > 0) {
            answered += contiguous;
            early = early.get(contiguous, Math.max(contiguous, early.length()));
        }
        if (answered - acknowledged < ACKNOWLEDGED_AT_ONCE) {
            return false;
        }
        acknowledged = answered;
        return true;
    }

    /** Keeps it alive, and acknowledges what was answered. */
    synchronized KeepAliveRequest keepAlive() {
        return KeepAliveRequest.newBuilder()
                .setHeaders(PARTITION)
                .setInput(
                        KeepAliveInput.newBuilder()
                                .setSessionId(id)
                                .setLastCommandSequenceNum(answered))
                .build();
    }
}
