package io.multiraft.node.raft;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.util.AwaitForSignal;

/**
 * Ratis' own gRPC transport, with a log appender that does not miss its wake-up call, and a {@link
 * SnapshotGuard} before the server.
 *
 * <p>The appender has {@link KeptSignal} instead of Ratis' own: an entry whose signal was lost
 * leaves with the next heartbeat, half an election timeout later. The other follower hides it,
 * until one of three nodes is away.
 */
final class RaftTransport implements RpcType {

    /** By which Ratis finds this class again. */
    @Override
    public String name() {
        return RaftTransport.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory(parameters);
    }

    private static final class Factory extends GrpcFactory {

        Factory(Parameters parameters) {
            super(parameters);
        }

        @Override
        public LogAppender newLogAppender(
                RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            return new PromptAppender(server, state, follower);
        }

        @Override
        public GrpcServices newRaftServerRpc(RaftServer server) {
            return super.newRaftServerRpc(SnapshotGuard.around(server));
        }
    }

    private static final class PromptAppender extends GrpcLogAppender {

        private final KeptSignal signal = new KeptSignal("log-appender");

        PromptAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            super(server, state, follower);
        }

        @Override
        public AwaitForSignal getEventAwaitForSignal() {
            return signal;
        }
    }
}
