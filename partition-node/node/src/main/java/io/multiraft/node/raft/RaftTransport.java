package io.multiraft.node.raft;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Ratis' own gRPC transport, with a log appender that does not miss its wake-up call, heartbeats
 * that all groups share, and a {@link SnapshotGuard} before the server.
 *
 * <p>The appender has {@link KeptSignal} instead of Ratis' own: an entry whose signal was lost
 * leaves with the next heartbeat, half an election timeout later. The other follower hides it,
 * until one of three nodes is away.
 */
final class RaftTransport implements RpcType {

    private static final String HEARTBEATS = SharedHeartbeats.class.getName();

    /** What a server with this transport is to be built with. */
    static Parameters parameters(SharedHeartbeats heartbeats) {
        Parameters parameters = new Parameters();
        parameters.put(HEARTBEATS, heartbeats, SharedHeartbeats.class);
        return parameters;
    }

    /** By which Ratis finds this class again. */
    @Override
    public String name() {
        return RaftTransport.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory(
                parameters,
                parameters.get(HEARTBEATS, SharedHeartbeats.class),
                new HeartbeatService());
    }

    private static final class Factory extends GrpcFactory {

        private final SharedHeartbeats heartbeats;
        private final HeartbeatService service;

        Factory(Parameters parameters, SharedHeartbeats heartbeats, HeartbeatService service) {
            super(with(parameters, service));
            this.heartbeats = heartbeats;
            this.service = service;
        }

        private static Parameters with(Parameters parameters, HeartbeatService service) {
            GrpcConfigKeys.Server.setServicesCustomizer(
                    parameters,
                    (builder, types) ->
                            types.contains(GrpcServices.Type.SERVER)
                                    ? builder.addService(service.definition())
                                    : builder);
            return parameters;
        }

        @Override
        public LogAppender newLogAppender(
                RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            return new PromptAppender(server, state, follower, heartbeats);
        }

        @Override
        public GrpcServices newRaftServerRpc(RaftServer server) {
            service.serve(server);
            return super.newRaftServerRpc(SnapshotGuard.around(server));
        }
    }
}
