package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the repairs still fit the Ratis in use: an upgrade must look at them again. */
class DivisionRepairsIT {

    private final RaftPeer peer =
            RaftPeer.newBuilder().setId("a").setAddress("127.0.0.1:1").build();
    private final RaftGroup group = RaftGroup.valueOf(RaftGroupId.randomId(), peer);

    @TempDir private Path root;

    @Test
    void fitTheDivisionThatStillWorksWithThem() throws Exception {
        try (RaftServer server = server()) {
            server.start();
            RaftServer.Division division = server.getDivision(group.getGroupId());
            await().until(() -> division.getInfo().isLeaderReady());

            assertThat(DivisionRepairs.keepApplySignals(division)).isTrue();
            assertThat(new DivisionClient(server, group.getGroupId()).division())
                    .isSameAs(division);
            assertThat(server.submitClientRequestAsync(request(server)))
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .satisfies(reply -> assertThat(reply.isSuccess()).isTrue());
            assertThat(DivisionRepairs.stopCacheEviction(division)).isTrue();
        }
    }

    private RaftServer server() throws IOException {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(root.toFile()));
        try (ServerSocket socket = new ServerSocket(0)) {
            GrpcConfigKeys.Server.setPort(properties, socket.getLocalPort());
        }
        return RaftServer.newBuilder()
                .setServerId(peer.getId())
                .setGroup(group)
                .setProperties(properties)
                .setStateMachineRegistry(id -> new BaseStateMachine())
                .build();
    }

    private RaftClientRequest request(RaftServer server) {
        return RaftClientRequest.newBuilder()
                .setClientId(ClientId.randomId())
                .setServerId(server.getId())
                .setGroupId(group.getGroupId())
                .setCallId(1)
                .setMessage(Message.valueOf("hello"))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }
}
