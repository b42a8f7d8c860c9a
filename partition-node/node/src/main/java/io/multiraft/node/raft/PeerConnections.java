package io.multiraft.node.raft;

import java.util.HashMap;
import java.util.Map;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpcWithProxy;

/**
 * Ends connections to other nodes, which all partitions share. Each of many may find that it
 * should, at the same time: what was just made anew is left alone, or none would ever last.
 */
final class PeerConnections {

    private final long pauseNanos = RaftLimits.CONNECTION_TRIAL.toNanos();
    private final Map<RaftPeerId, Long> endedNanos = new HashMap<>();

    /** Ends the connections to a member; the next message makes new ones. */
    void connectAnew(RaftServer server, RaftPeerId member) {
        if (server.getServerRpc() instanceof RaftServerRpcWithProxy<?, ?> rpc
                && isDue(member, System.nanoTime())) {
            rpc.getProxies().resetProxy(member);
        }
    }

    /** Whether the connections are old enough to be ended, which is said once. */
    synchronized boolean isDue(RaftPeerId member, long nowNanos) {
        Long ended = endedNanos.get(member);
        if (ended != null && nowNanos - ended < pauseNanos) {
            return false;
        }
        endedNanos.put(member, nowNanos);
        return true;
    }
}
