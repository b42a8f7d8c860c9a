package io.multiraft.node.raft;

import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import java.util.HashSet;
import java.util.Set;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.util.CodeInjectionForTesting;

/** Between nodes of this process: nothing leaves or reaches a node that was cut off. */
final class CutNetwork implements AutoCloseable {

    private final Set<String> cutOff = new HashSet<>();

    CutNetwork() {
        CodeInjectionForTesting.put(
                GrpcServicesImpl.GRPC_SEND_SERVER_REQUEST,
                (local, remote, arguments) -> send(local.toString(), remote, arguments[0]));
    }

    synchronized void cutOff(String name) {
        cutOff.add(name);
    }

    synchronized void heal() {
        cutOff.clear();
        notifyAll();
    }

    /** Ratis sends entries to a follower in order, so they wait; all else is lost. */
    private synchronized boolean send(String from, Object remote, Object message) {
        boolean own = message instanceof SharedHeartbeat || message instanceof ConfirmLeadRequest;
        boolean lost = own || message instanceof RequestVoteRequestProto;
        String to = own ? remote.toString() : receiver(message);
        while (cutOff.contains(from) || cutOff.contains(to)) {
            if (lost) {
                throw new IllegalStateException(from + " cannot reach " + to);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    private static String receiver(Object message) {
        RaftRpcRequestProto header = RaftRpcRequestProto.getDefaultInstance();
        if (message instanceof AppendEntriesRequestProto append) {
            header = append.getServerRequest();
        } else if (message instanceof RequestVoteRequestProto vote) {
            header = vote.getServerRequest();
        }
        return header.getReplyId().toStringUtf8();
    }

    @Override
    public void close() {
        heal();
        CodeInjectionForTesting.remove(GrpcServicesImpl.GRPC_SEND_SERVER_REQUEST);
    }
}
