package io.multiraft.client.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts of streams. Messages are asked for one by one, while their operation has room: so a
 * slow reader slows the node down, and what waits here is bounded. An attempt that is to start
 * while there is no room starts when there is some, or the node would send again and again what
 * nobody reads.
 *
 * <p>On the loop's thread.
 */
final class StreamAttempts {

    private final CoreLoop loop;
    private final ClientCore core;
    private final ChannelPool channels;
    private final Map<Long, StreamAttempt<?, ?>> underWay = new HashMap<>();
    private final Map<Long, Action.Send> postponed = new HashMap<>();

    StreamAttempts(CoreLoop loop, ClientCore core, ChannelPool channels) {
        this.loop = loop;
        this.core = core;
        this.channels = channels;
    }

    void send(Action.Send send, StreamOperation operation) {
        if (operation.hasRoom()) {
            start(send, operation, operation.stream((Request.Command) send.request()));
        } else {
            postponed.put(send.callId(), send);
        }
    }

    private <Q, R> void start(
            Action.Send send, StreamOperation operation, StreamExchange<Q, R> exchange) {
        loop.sent(send, exchange.method());
        ClientCall<Q, R> call =
                channels.forCall(send.address()).newCall(exchange.method(), CallOptions.DEFAULT);
        StreamAttempt<Q, R> attempt = new StreamAttempt<>(send, operation, exchange, call);
        underWay.put(send.callId(), attempt);
        call.start(attempt, new Metadata());
        attempt.requestNext();
        call.sendMessage(exchange.request());
        call.halfClose();
    }

    void abandon(long callId) {
        postponed.remove(callId);
        StreamAttempt<?, ?> attempt = underWay.remove(callId);
        if (attempt != null) {
            attempt.call.cancel("nobody waits for it any more", null);
        }
    }

    /** The operation has room again. */
    void resume(long operation, long nowMillis) {
        for (StreamAttempt<?, ?> attempt : underWay.values()) {
            if (attempt.send.request().operation() == operation) {
                attempt.requestNext();
            }
        }
        for (Action.Send send : List.copyOf(postponed.values())) {
            if (send.request().operation() == operation) {
                postponed.remove(send.callId());
                loop.send(send, nowMillis);
            }
        }
    }

    private final class StreamAttempt<Q, R> extends ClientCall.Listener<R> {

        private final Action.Send send;
        private final StreamOperation operation;
        private final StreamExchange<Q, R> exchange;
        private final ClientCall<Q, R> call;
        private boolean requested;

        StreamAttempt(
                Action.Send send,
                StreamOperation operation,
                StreamExchange<Q, R> exchange,
                ClientCall<Q, R> call) {
            this.send = send;
            this.operation = operation;
            this.exchange = exchange;
            this.call = call;
        }

        void requestNext() {
            if (!requested && operation.hasRoom()) {
                requested = true;
                call.request(1);
            }
        }

        @Override
        public void onMessage(R message) {
            // Two steps: what the first one makes the core say is done between them.
            loop.execute(nowMillis -> read(message, nowMillis));
            loop.execute(nowMillis -> requestNext());
        }

        private void read(R message, long nowMillis) {
            requested = false;
            if (underWay.get(send.callId()) != this) {
                return;
            }
            StreamExchange.Output output;
            try {
                output = exchange.read().apply(message);
            } catch (RuntimeException e) {
                abandon(send.callId());
                String problem = "an output cannot be read: " + e.getMessage();
                tell(nowMillis, new Outcome.Failed(Failure.INVALID, true, false, problem, ""));
                return;
            }
            core.onOutput(
                    nowMillis,
                    send.callId(),
                    send.attempt(),
                    output.sequenceNum(),
                    output.status(),
                    output.message(),
                    output.bytes());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            loop.execute(nowMillis -> end(status, trailers, nowMillis));
        }

        private void end(Status status, Metadata trailers, long nowMillis) {
            if (!underWay.remove(send.callId(), this)) {
                return;
            }
            loop.ended(send, status);
            Attempt.End<R> end = Attempt.End.of(status, List.of(), trailers);
            Answer done = Answer.of(PartitionResponseHeaders.Status.OK, "");
            tell(
                    nowMillis,
                    status.isOk()
                            ? new Outcome.Answered(done, end.leader())
                            : GrpcFailures.outcome(end));
        }

        private void tell(long nowMillis, Outcome outcome) {
            core.onOutcome(nowMillis, send.callId(), send.attempt(), outcome);
        }
    }
}
