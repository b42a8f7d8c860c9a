package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** Speaks to one group of the server in this process, in the place of a Ratis client. */
final class DivisionClient implements EntryLog {

    private final RaftServer server;
    private final PeerConnections connections;
    private final RaftServer.Division division;
    private final RaftClientAsynchronousProtocol appender;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong adminCallId = new AtomicLong();

    DivisionClient(RaftServer server, RaftGroupId groupId, PeerConnections connections)
            throws IOException {
        this.server = server;
        this.connections = connections;
        this.division = server.getDivision(groupId);
        // The division takes requests on the caller's thread, which is half the way through the
        // server, whose executor it skips. That it does is nowhere written.
        this.appender = division instanceof RaftClientAsynchronousProtocol direct ? direct : server;
    }

    RaftServer.Division division() {
        return division;
    }

    /** Whether this process made the entry. */
    boolean isOwn(ByteString entryClientId) {
        return clientId.toByteString().equals(entryClientId);
    }

    @Override
    public CompletionStage<Void> append(Batch batch) {
        // The bytes are ours alone from here on.
        ByteString data = UnsafeByteOperations.unsafeWrap(batch.entry().toByteArray());
        RaftClientRequest request =
                RaftClientRequest.newBuilder()
                        .setClientId(clientId)
                        .setServerId(server.getId())
                        .setGroupId(division.getMemberId().getGroupId())
                        .setCallId(batch.callId())
                        .setMessage(Message.valueOf(data))
                        .setType(RaftClientRequest.writeRequestType())
                        .build();
        return call(() -> appender.submitClientRequestAsync(request)).thenApply(reply -> null);
    }

    /** Hands leadership to a member that must be in the group. */
    CompletableFuture<RaftClientReply> transferLeadership(RaftPeerId target, Duration timeout) {
        return call(() -> server.transferLeadershipAsync(transferRequest(target, timeout)));
    }

    /** Gives leadership up, to nobody in particular. */
    CompletableFuture<RaftClientReply> stepDown(Duration timeout) {
        return transferLeadership(null, timeout);
    }

    private TransferLeadershipRequest transferRequest(RaftPeerId target, Duration timeout) {
        return new TransferLeadershipRequest(
                clientId,
                server.getId(),
                division.getMemberId().getGroupId(),
                adminCallId.incrementAndGet(),
                target,
                timeout.toMillis());
    }

    /** Ends the connections to a member, unless another group just did. */
    void connectAnew(RaftPeerId member) {
        connections.connectAnew(server, member);
    }

    /** The same without waiting until they have ended. */
    void connectAnewInBackground(RaftPeerId member) {
        connections.connectAnewInBackground(server, member);
    }

    /** Makes the apply thread call the state machine's {@code takeSnapshot}. */
    CompletableFuture<RaftClientReply> requestSnapshot(Duration timeout) {
        SnapshotManagementRequest request =
                SnapshotManagementRequest.newCreate(
                        clientId,
                        server.getId(),
                        division.getMemberId().getGroupId(),
                        adminCallId.incrementAndGet(),
                        timeout.toMillis());
        return call(() -> server.snapshotManagementAsync(request));
    }

    private interface Call {
        CompletableFuture<RaftClientReply> run() throws IOException;
    }

    /** Every failure, thrown, answered or completed with, becomes one of the future. */
    private static CompletableFuture<RaftClientReply> call(Call call) {
        try {
            return call.run().thenApply(DivisionClient::checked);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(asPartitionException(e));
        }
    }

    private static RaftClientReply checked(RaftClientReply reply) {
        if (!reply.isSuccess()) {
            throw asPartitionException(reply.getException());
        }
        return reply;
    }

    /** The kind is the one that is right if nothing was appended. */
    static PartitionException asPartitionException(Throwable thrown) {
        Throwable error = thrown;
        while ((error instanceof CompletionException || error instanceof ExecutionException)
                && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof PartitionException known) {
            return known;
        }
        return new PartitionException(kind(error), describe(error));
    }

    private static Kind kind(Throwable error) {
        if (error instanceof NotLeaderException) {
            return Kind.NOT_LEADER;
        }
        if (error instanceof ResourceUnavailableException) {
            return Kind.OVERLOADED;
        }
        if (error instanceof StateMachineException) {
            return Kind.INVALID;
        }
        return Kind.UNAVAILABLE;
    }

    private static String describe(Throwable error) {
        if (error instanceof NotLeaderException) {
            return "This node does not lead the partition";
        }
        if (error instanceof LeaderSteppingDownException) {
            return "The leader is handing over";
        }
        if (error instanceof LeaderNotReadyException) {
            return "The leader is not ready yet";
        }
        return error.toString();
    }
}
