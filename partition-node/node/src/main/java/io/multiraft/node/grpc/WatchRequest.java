package io.multiraft.node.grpc;

import com.google.protobuf.Timestamp;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.proto.multiraft.v1.LeaderEvent;
import io.multiraft.proto.multiraft.v1.LeaderUpdatedEvent;
import io.multiraft.proto.multiraft.v1.PartitionEvent;
import io.multiraft.proto.multiraft.v1.WatchPartitionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A stream of who leads a partition, as the member that serves it sees it. */
record WatchRequest(int partitionId, Routes routes) implements PartitionRequest {

    @Override
    public boolean needsLeader() {
        return false;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        return replica.watchLeadership(new Changes(responder));
    }

    private final class Changes implements Consumer<Leadership> {

        private final Responder responder;
        private Leadership last = new Leadership(0, "", false);

        Changes(Responder responder) {
            this.responder = responder;
        }

        @Override
        public void accept(Leadership now) {
            if (now.term() != last.term() || !now.leader().equals(last.leader())) {
                boolean newsForNobody = last.term() == 0 && now.leader().isEmpty();
                last = now;
                if (!newsForNobody) {
                    responder.send(event(now).toByteArray());
                }
            }
        }
    }

    private WatchPartitionResponse event(Leadership now) {
        LeaderEvent leader =
                LeaderEvent.newBuilder()
                        .setPartition(PartitionEvent.newBuilder().setPartitionId(partitionId))
                        .setTerm(now.term())
                        .setLeader(routes.number(now.leader()))
                        .setAddress(routes.apiAddress(now.leader()))
                        .build();
        Instant instant = Instant.now();
        return WatchPartitionResponse.newBuilder()
                .setTimestamp(
                        Timestamp.newBuilder()
                                .setSeconds(instant.getEpochSecond())
                                .setNanos(instant.getNano()))
                .setLeaderUpdated(LeaderUpdatedEvent.newBuilder().setLeader(leader))
                .build();
    }
}
