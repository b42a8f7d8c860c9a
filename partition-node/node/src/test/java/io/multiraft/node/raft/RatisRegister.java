package io.multiraft.node.raft;

import static org.awaitility.Awaitility.await;

import io.multiraft.node.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Read.Option;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.TimeDuration;

/**
 * One number, kept by three servers as Ratis is without us, and read by its own option {@code
 * LINEARIZABLE} with its default, no lease. Not what the node does: what it was measured against.
 */
final class RatisRegister implements Register {

    private static final long CALL_MILLIS = 1_000;
    private static final int SIZE = 3;

    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong callId = new AtomicLong();
    private final RaftGroup group;
    private final List<RaftServer> servers = new ArrayList<>();
    private long value;

    RatisRegister(Path root, int timeoutMinMillis, int timeoutMaxMillis) throws IOException {
        List<RaftPeer> peers = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            String address = "127.0.0.1:" + FreePorts.one();
            peers.add(RaftPeer.newBuilder().setId("ratis-" + i).setAddress(address).build());
        }
        group = RaftGroup.valueOf(RaftGroupId.randomId(), peers);
        for (RaftPeer peer : peers) {
            RaftProperties properties = new RaftProperties();
            RaftServerConfigKeys.setStorageDir(
                    properties, List.of(root.resolve(peer.getId().toString()).toFile()));
            GrpcConfigKeys.Server.setPort(
                    properties, Integer.parseInt(peer.getAddress().split(":")[1]));
            RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(timeoutMinMillis));
            RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(timeoutMaxMillis));
            RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                    properties, millis(2 * timeoutMaxMillis));
            RaftServerConfigKeys.Read.setOption(properties, Option.LINEARIZABLE);
            RaftServer server =
                    RaftServer.newBuilder()
                            .setServerId(peer.getId())
                            .setProperties(properties)
                            .setGroup(group)
                            .setStateMachineRegistry(id -> new LastNumber())
                            .build();
            servers.add(server);
            server.start();
        }
    }

    private static TimeDuration millis(int millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }

    private static final class LastNumber extends BaseStateMachine {

        private volatile String last = "0";

        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
            var entry = transaction.getLogEntry();
            last = entry.getStateMachineLogEntry().getLogData().toStringUtf8();
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            return CompletableFuture.completedFuture(Message.valueOf(last));
        }

        @Override
        public CompletableFuture<Message> query(Message request) {
            return CompletableFuture.completedFuture(Message.valueOf(last));
        }
    }

    @Override
    public String awaitLeaderOtherThan(String name) {
        return await().atMost(TestCluster.PATIENCE)
                .until(
                        () ->
                                servers.stream()
                                        .map(server -> server.getId().toString())
                                        .filter(id -> !id.equals(name) && leads(id))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public boolean leads(String name) {
        try {
            return server(name).getDivision(group.getGroupId()).getInfo().isLeaderReady();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RaftServer server(String name) {
        return servers.stream()
                .filter(server -> server.getId().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whoever else leads is asked too, as a busy machine may have elected anew. */
    @Override
    public long change(String leader) {
        long next = ++value;
        await().atMost(TestCluster.PATIENCE)
                .until(
                        () ->
                                acknowledges(leader, next)
                                        || servers.stream()
                                                .map(server -> server.getId().toString())
                                                .filter(this::leads)
                                                .anyMatch(name -> acknowledges(name, next)));
        return next;
    }

    private boolean acknowledges(String name, long number) {
        return answer(submit(name, Long.toString(number), false))
                .filter(RaftClientReply::isSuccess)
                .isPresent();
    }

    /** Only writes what is there, so that it never hides a change. */
    @Override
    public void keepBusy(String leader) {
        submit(leader, "0", false);
    }

    @Override
    public OptionalLong read(String name) {
        return answer(submit(name, "read", true))
                .filter(RaftClientReply::isSuccess)
                .map(reply -> reply.getMessage().getContent().toStringUtf8())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    private CompletableFuture<RaftClientReply> submit(String name, String message, boolean read) {
        RaftServer server = server(name);
        try {
            return server.submitClientRequestAsync(
                    RaftClientRequest.newBuilder()
                            .setClientId(clientId)
                            .setServerId(server.getId())
                            .setGroupId(group.getGroupId())
                            .setCallId(callId.incrementAndGet())
                            .setMessage(Message.valueOf(message))
                            .setType(
                                    read
                                            ? RaftClientRequest.readRequestType()
                                            : RaftClientRequest.writeRequestType())
                            .build());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Optional<RaftClientReply> answer(CompletableFuture<RaftClientReply> reply) {
        try {
            return Optional.of(reply.get(CALL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (RaftServer server : servers) {
            server.close();
        }
    }
}
