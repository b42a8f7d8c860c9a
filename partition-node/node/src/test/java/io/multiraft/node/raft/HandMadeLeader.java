package io.multiraft.node.raft;

import io.multiraft.fsm.Limits;
import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Snapshot;
import io.multiraft.proto.internal.v1.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.FileChunkProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc.RaftServerProtocolServiceStub;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.util.MD5FileUtil;

/** Leads one member of a group over its peer port, and says what a test has it say. */
final class HandMadeLeader implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;
    private static final ClientId CLIENT = ClientId.randomId();

    private final RaftGroupId group;
    private final String self;
    private final String member;
    private final ManagedChannel channel;
    private final RaftServerProtocolServiceStub stub;
    private long callId;

    HandMadeLeader(RaftGroupId group, String self, String member, int peerPort) {
        this.group = group;
        this.self = self;
        this.member = member;
        this.channel =
                ManagedChannelBuilder.forAddress("127.0.0.1", peerPort).usePlaintext().build();
        this.stub = RaftServerProtocolServiceGrpc.newStub(channel);
    }

    /** Entries from that index to that one, of that term, which is also the leader's. */
    AppendEntriesReplyProto append(TermIndex previous, long term, long last, long commit) {
        long first = previous == null ? 0 : previous.getIndex() + 1;
        AppendEntriesRequestProto.Builder request =
                AppendEntriesRequestProto.newBuilder()
                        .setServerRequest(serverRequest())
                        .setLeaderTerm(term)
                        .setLeaderCommit(commit);
        if (previous != null) {
            request.setPreviousLog(previous.toProto());
        }
        LongStream.rangeClosed(first, last).forEach(i -> request.addEntries(logged(term, i)));
        return call(stub::appendEntries, request.build());
    }

    /** The state that those entries make, up to that one. */
    InstallSnapshotReplyProto install(TermIndex last) throws IOException {
        PartitionStateMachine state = new PartitionStateMachine(1, Limits.defaults());
        for (long i = 0; i <= last.getIndex(); i++) {
            state.apply(entry(i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Snapshot snapshot = state.snapshot()) {
            snapshot.writeTo(bytes);
        }
        FileChunkProto file =
                FileChunkProto.newBuilder()
                        .setFilename("sm/snapshot." + last.getTerm() + "_" + last.getIndex())
                        .setTotalSize(bytes.size())
                        .setData(ByteString.copyFrom(bytes.toByteArray()))
                        .setFileDigest(
                                ByteString.copyFrom(
                                        MD5FileUtil.newMD5().digest(bytes.toByteArray())))
                        .setDone(true)
                        .build();
        return call(
                stub::installSnapshot,
                InstallSnapshotRequestProto.newBuilder()
                        .setServerRequest(serverRequest())
                        .setLeaderTerm(last.getTerm())
                        .setSnapshotChunk(
                                SnapshotChunkProto.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setTermIndex(last.toProto())
                                        .setTotalSize(bytes.size())
                                        .addFileChunks(file)
                                        .setDone(true))
                        .build());
    }

    private RaftRpcRequestProto serverRequest() {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(self))
                .setReplyId(ByteString.copyFromUtf8(member))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(group.toByteString()))
                .setCallId(++callId)
                .build();
    }

    private static LogEntryProto logged(long term, long index) {
        return LogEntryProto.newBuilder()
                .setTerm(term)
                .setIndex(index)
                .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder()
                                .setClientId(CLIENT.toByteString())
                                .setCallId(index)
                                .setLogData(ByteString.copyFrom(entry(index).toByteArray())))
                .build();
    }

    private static LogEntry entry(long index) {
        return LogEntry.newBuilder().setTimestampMillis(1_000 + index).build();
    }

    private static <Q, A> A call(Function<StreamObserver<A>, StreamObserver<Q>> method, Q request) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        StreamObserver<Q> requests =
                method.apply(
                        new StreamObserver<>() {
                            @Override
                            public void onNext(A reply) {
                                answer.complete(reply);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                answer.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                answer.completeExceptionally(
                                        new IllegalStateException("Ended without an answer"));
                            }
                        });
        requests.onNext(request);
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            requests.onCompleted();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
