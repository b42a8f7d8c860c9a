package io.multiraft.node.raft;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpcWithProxy;

/**
 * Ends connections to other nodes, which all partitions share. Each of many may find that it
 * should, at the same time: what was just made anew is left alone, or none would ever last.
 */
final class PeerConnections {

    private final long pauseNanos = RaftLimits.CONNECTION_TRIAL.toNanos();
    private final Set<RaftPeerId> underWay = new HashSet<>();
    private final Map<RaftPeerId, Long> endedNanos = new HashMap<>();

    /**
     * Ends the connections to a member; the next message makes new ones. Ratis waits for what is
     * under way on the old ones, which may take it seconds.
     */
    void connectAnew(RaftServer server, RaftPeerId member) {
        if (server.getServerRpc() instanceof RaftServerRpcWithProxy<?, ?> rpc
                && begin(member, System.nanoTime())) {
            reset(rpc, member);
        }
    }

    /** The same for who must not wait. It is rare, so it has a thread while it lasts. */
    void connectAnewInBackground(RaftServer server, RaftPeerId member) {
        if (server.getServerRpc() instanceof RaftServerRpcWithProxy<?, ?> rpc
                && begin(member, System.nanoTime())) {
            Thread thread = new Thread(() -> reset(rpc, member), "raft-connections");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void reset(RaftServerRpcWithProxy<?, ?> rpc, RaftPeerId member) {
        try {
            rpc.getProxies().resetProxy(member);
        } finally {
            end(member, System.nanoTime());
        }
    }

    /** Whether the connections are old enough to be ended, and nobody does so now. */
    synchronized boolean begin(RaftPeerId member, long nowNanos) {
        Long ended = endedNanos.get(member);
        boolean due = ended == null || nowNanos - ended >= pauseNanos;
        return due && underWay.add(member);
    }

    /** They have been ended: from now on they are given time. */
    synchronized void end(RaftPeerId member, long nowNanos) {
        underWay.remove(member);
        endedNanos.put(member, nowNanos);
    }
}
