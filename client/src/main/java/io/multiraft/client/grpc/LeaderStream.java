package io.multiraft.client.grpc;

import io.grpc.Channel;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.WatchPartitionRequest;
import java.util.function.Consumer;

/** Who leads a partition, at once and after every change, as one node sees it. */
public final class LeaderStream {

    private LeaderStream() {}

    /**
     * @param onLeader serial calls
     * @param onEnd once, when the stream ends, by whichever side, with the reason
     * @return ends the stream
     */
    public static AutoCloseable open(
            Channel channel,
            int partitionId,
            Consumer<LeaderEvent> onLeader,
            Consumer<MultiRaftException> onEnd) {
        return ServerStream.open(
                partitionId,
                channel,
                PartitionGrpc.getWatchMethod(),
                WatchPartitionRequest.newBuilder().setPartitionId(partitionId).build(),
                response -> {
                    if (response.hasLeaderUpdated()) {
                        onLeader.accept(response.getLeaderUpdated().getLeader());
                    }
                },
                onEnd);
    }
}
