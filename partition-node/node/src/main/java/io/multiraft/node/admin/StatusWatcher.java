package io.multiraft.node.admin;

import io.grpc.stub.ServerCallStreamObserver;
import io.multiraft.proto.node.v1.NodeStatus;
import io.multiraft.proto.node.v1.WatchStatusResponse;
import java.util.function.Consumer;

/** One stream of statuses. A slow reader misses those in between, never the latest. */
final class StatusWatcher implements Consumer<NodeStatus> {

    private final ServerCallStreamObserver<WatchStatusResponse> call;
    private NodeStatus unsent;

    StatusWatcher(ServerCallStreamObserver<WatchStatusResponse> call) {
        this.call = call;
    }

    @Override
    public synchronized void accept(NodeStatus status) {
        unsent = status;
        flush();
    }

    /** The reader may be ready for more. */
    synchronized void flush() {
        if (unsent != null && call.isReady() && !call.isCancelled()) {
            call.onNext(WatchStatusResponse.newBuilder().setStatus(unsent).build());
            unsent = null;
        }
    }
}
