package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** The calls under way to a cluster, of all sessions. */
final class Calls {

    private final Map<Long, Call> underWay = new LinkedHashMap<>();
    private final Timers timers;
    private final Router router;
    private final Connections connections;
    private final DoubleSupplier jitter;
    private final Consumer<Action> actions;
    private long lastId;

    Calls(Timers timers, Connections connections, DoubleSupplier jitter, Consumer<Action> actions) {
        this.timers = timers;
        this.router = new Router(connections.endpoints());
        this.connections = connections;
        this.jitter = jitter;
        this.actions = actions;
    }

    Call start(
            long nowMillis,
            int partitionId,
            Request request,
            CallKind kind,
            RetryPolicy policy,
            Caller caller) {
        Call call = new Call(this, ++lastId, partitionId, request, kind, policy, caller, nowMillis);
        underWay.put(call.id(), call);
        call.attempt(nowMillis);
        return call;
    }

    void onOutcome(long nowMillis, long callId, int attempt, Outcome outcome) {
        Call call = underWay.get(callId);
        if (call != null) {
            call.onOutcome(nowMillis, attempt, outcome);
        }
    }

    void onOutput(
            long nowMillis,
            long callId,
            int attempt,
            long outputSequenceNum,
            Status status,
            String message,
            int bytes) {
        Call call = underWay.get(callId);
        if (call != null) {
            call.onOutput(nowMillis, attempt, outputSequenceNum, status, message, bytes);
        }
    }

    /** A watch tells who leads. Whoever it is will be called, so a connection is begun. */
    void onLeader(long callId, int attempt, long term, String address) {
        Call watch = underWay.get(callId);
        if (watch != null && watch.heard(attempt) && !address.isEmpty()) {
            router.elected(watch.partitionId(), term, address);
            connections.ready(address);
        }
    }

    void ended(Call call) {
        underWay.remove(call.id());
    }

    /** The address did not serve a call: later ones go elsewhere. */
    void leave(int partitionId, String address) {
        router.failed(partitionId, address);
        router.endpoints(connections.endpoints());
        actions.accept(new Action.Retain(router.addresses()));
    }

    String route(int partitionId) {
        return router.route(partitionId, connections::ready);
    }

    void leaderHint(int partitionId, String address) {
        if (!address.isEmpty()) {
            router.leaderHint(partitionId, address);
        }
    }

    double jitter() {
        return jitter.getAsDouble();
    }

    Timers timers() {
        return timers;
    }

    void act(Action action) {
        actions.accept(action);
    }
}
