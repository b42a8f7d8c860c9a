package io.multiraft.sim.net;

import java.util.ArrayList;
import java.util.List;

/**
 * One attempt and its way back, over the nodes that it came through. As on a connection, replies
 * arrive in order, and after a lost one nothing arrives any more.
 */
public final class Exchange {

    private final Network network;
    private final Receiver receiver;
    private final List<Peer> way = new ArrayList<>();
    private boolean broken;
    private boolean hasGap;
    private boolean repeated;
    private boolean abandoned;
    private long lastArrivalMillis;

    /** Who waits at the other end. */
    public interface Receiver {

        /**
         * @param leader the peer that answered, where it is not the one that was asked; else null
         */
        void onReply(Reply reply, Peer leader);

        /** Whether it can tell that an output is missing. */
        default boolean isStream() {
            return false;
        }
    }

    /**
     * @param receiver null: nobody waits, it is a copy
     */
    Exchange(Network network, Peer from, Receiver receiver) {
        this.network = network;
        this.receiver = receiver;
        way.add(from);
    }

    /** The request has come to another peer. */
    void passed(Peer peer) {
        way.add(peer);
    }

    /** How many times the request was sent on. */
    public int hops() {
        return way.size() - 1;
    }

    /** Nobody waits any more, and the other end knows. */
    public boolean abandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
    }

    /** A copy of the request is on its way as well. */
    void repeated() {
        repeated = true;
    }

    /**
     * Sends a reply back from the last peer. A node that has repeated a request does not say that
     * nothing has happened, whatever became of one of the copies.
     */
    public void reply(Reply reply) {
        if (repeated && reply instanceof Reply.Refused refused) {
            send(new Reply.Refused(refused.failure(), true, refused.message()));
        } else {
            send(reply);
        }
    }

    private void send(Reply reply) {
        if (receiver == null || broken) {
            return;
        }
        long takesMillis = network.takesMillis(way);
        if (takesMillis < 0) {
            boolean gap = receiver.isStream() && reply instanceof Reply.Output;
            broken = !(gap && network.losesSingleOutputs());
            hasGap |= gap;
            return;
        }
        if (hasGap && reply instanceof Reply.Closed) {
            // Else the end would hide the gap, which no later output shows.
            broken = true;
            return;
        }
        lastArrivalMillis = Math.max(lastArrivalMillis, network.nowMillis() + takesMillis);
        Peer leader = way.size() > 2 ? way.get(way.size() - 1) : null;
        network.deliver(lastArrivalMillis, way.get(0), () -> receiver.onReply(reply, leader));
    }
}
