package io.multiraft.node.raft;

import com.google.protobuf.ByteString;
import io.multiraft.proto.internal.v1.ConfirmLeadRequest;
import io.multiraft.proto.internal.v1.Lead;
import io.multiraft.proto.internal.v1.SharedHeartbeat;
import io.multiraft.proto.internal.v1.SharedHeartbeatReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.util.CodeInjectionForTesting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One heartbeat from this node to another for all groups that it leads and the other follows,
 * instead of one for each of them.
 *
 * <p>Raft's own heartbeats are sent as before wherever this one is not answered, or the follower
 * does not confirm the group: what is said here changes no term, no leader and no log, only who was
 * heard from when.
 */
final class SharedHeartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedHeartbeats.class);

    /** A group that this node leads, towards one of its followers. */
    interface Led {

        RaftPeer follower();

        RaftGroupId group();

        long term();

        boolean isLeading();

        /** The follower confirmed that it follows in this term. */
        void confirmed(long sentNanos);
    }

    private final String self;
    private final Duration period;
    private final Duration cover;
    private final Map<RaftGroupId, Set<Led>> leads = new ConcurrentHashMap<>();
    private final Map<RaftPeerId, HeartbeatChannel> channels = new ConcurrentHashMap<>();

    /**
     * @param silenceMin how long a follower hears nothing before it may miss its leader
     */
    SharedHeartbeats(String self, Duration silenceMin) {
        this.self = self;
        this.period = silenceMin.dividedBy(3);
        this.cover = silenceMin.multipliedBy(3).dividedBy(4);
    }

    Duration period() {
        return period;
    }

    /**
     * How long a group needs no heartbeat of its own after a shared one was sent that was
     * confirmed: one may be lost, and there is still time.
     */
    Duration cover() {
        return cover;
    }

    void add(Led led) {
        leads.computeIfAbsent(led.group(), group -> ConcurrentHashMap.newKeySet()).add(led);
    }

    void remove(Led led) {
        leads.getOrDefault(led.group(), Set.of()).remove(led);
    }

    /** The followers of a group, in the terms in which it is or was led from here. */
    Set<Led> led(RaftGroupId group) {
        return leads.getOrDefault(group, Set.of());
    }

    /**
     * Asks one follower, now, whether it follows.
     *
     * @param follows called once; false where no answer came in time, too
     */
    void ask(Led led, Consumer<Boolean> follows) {
        ConfirmLeadRequest question =
                ConfirmLeadRequest.newBuilder().setLeader(self).setLead(lead(led)).build();
        try {
            leave(led.follower().getId(), question);
        } catch (RuntimeException e) {
            follows.accept(false);
            return;
        }
        channel(led.follower().getId()).ask(led.follower().getAddress(), question, follows);
    }

    /** Sends one to each node that follows; called once in a period. */
    void send() {
        try {
            leads.values().stream()
                    .flatMap(Set::stream)
                    .filter(Led::isLeading)
                    .collect(Collectors.groupingBy(led -> led.follower().getId()))
                    .forEach(this::send);
        } catch (RuntimeException e) {
            // What is thrown here would end all that follow.
            LOG.warn("No shared heartbeats this time; Raft's own go on", e);
        }
    }

    private void send(RaftPeerId follower, List<Led> led) {
        try {
            long sentNanos = System.nanoTime();
            SharedHeartbeat heartbeat = heartbeat(led);
            leave(follower, heartbeat);
            channel(follower)
                    .send(
                            led.get(0).follower().getAddress(),
                            heartbeat,
                            sentNanos,
                            reply -> confirm(led, reply, sentNanos));
        } catch (RuntimeException e) {
            LOG.warn("No shared heartbeat to {} this time; Raft's own go on", follower, e);
        }
    }

    /** Where Ratis' own messages can be kept back, these can: a network that is cut cuts both. */
    private void leave(RaftPeerId follower, Object message) {
        CodeInjectionForTesting.execute(
                GrpcServicesImpl.GRPC_SEND_SERVER_REQUEST, self, follower, message);
    }

    private HeartbeatChannel channel(RaftPeerId follower) {
        return channels.computeIfAbsent(follower, id -> new HeartbeatChannel(period));
    }

    private SharedHeartbeat heartbeat(List<Led> led) {
        SharedHeartbeat.Builder heartbeat = SharedHeartbeat.newBuilder().setLeader(self);
        led.forEach(one -> heartbeat.addLeads(lead(one)));
        return heartbeat.build();
    }

    private static Lead lead(Led led) {
        return Lead.newBuilder()
                .setGroupId(ByteString.copyFrom(led.group().toByteString().asReadOnlyByteBuffer()))
                .setTerm(led.term())
                .build();
    }

    static void confirm(List<Led> led, SharedHeartbeatReply reply, long sentNanos) {
        for (int position : reply.getFollowedList()) {
            if (position >= 0 && position < led.size()) {
                led.get(position).confirmed(sentNanos);
            }
        }
    }

    @Override
    public void close() {
        channels.values().forEach(HeartbeatChannel::close);
    }
}
