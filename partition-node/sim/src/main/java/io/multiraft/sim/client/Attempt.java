package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.net.Exchange;
import io.multiraft.sim.net.Peer;
import io.multiraft.sim.net.Reply;
import java.util.List;

/**
 * Turns replies into what a client's core is told, as the nodes' gRPC endpoints and the shell do.
 */
final class Attempt implements Exchange.Receiver {

    private final SimClient client;
    private final long callId;
    private final int attempt;
    private final Request request;
    private final Wiring wiring;
    private final boolean stream;
    private Exchange exchange;
    private boolean over;

    Attempt(SimClient client, long callId, int attempt, Request request, Wiring wiring) {
        this.client = client;
        this.callId = callId;
        this.attempt = attempt;
        this.request = request;
        this.wiring = wiring;
        this.stream = request instanceof Request.Command command && command.stream();
    }

    void sent(Exchange with) {
        exchange = with;
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    public boolean isStream() {
        return stream;
    }

    @Override
    public void onReply(Reply reply, Peer leader) {
        if (over) {
            return;
        }
        client.trace().add(client.name(), "gets a reply", callId, attempt);
        String hint = leader == null ? "" : leader.name();
        if (reply instanceof Reply.Output output) {
            onOutput(output.output(), hint);
        } else if (reply instanceof Reply.Closed closed) {
            onClosed(closed.closed(), hint);
        } else if (reply instanceof Reply.Read read) {
            answered(read.result().status(), read.result().outputs(), read.position());
            end(new Outcome.Answered(answer(read.result().status(), ""), hint));
        } else if (reply instanceof Reply.Refused refused) {
            end(
                    new Outcome.Failed(
                            refused.failure(), refused.executed(), false, refused.message(), hint));
        }
    }

    private void onOutput(Effect.Output output, String hint) {
        if (stream) {
            onStreamOutput(output);
            return;
        }
        ByteString payload = output.output().getSessionOutput().getServiceOutput().getPayload();
        answered(output.status(), List.of(payload), 0);
        end(new Outcome.Answered(answer(output), hint));
    }

    private void onStreamOutput(Effect.Output output) {
        Operation operation = client.operation(request.operation());
        if (operation == null) {
            return;
        }
        operation.arrived(output);
        if (!client.obeysOrder() && output.outputSequenceNum() > 0) {
            client.handOver(operation, output);
        }
        tell(output.outputSequenceNum(), output.status(), output.message(), output.size());
    }

    private void onClosed(Effect.StreamClosed closed, String hint) {
        if (stream) {
            if (closed.status() != Status.OK) {
                tell(0, closed.status(), closed.message(), 0);
            }
            end(new Outcome.Answered(answer(Status.OK, ""), hint));
        } else {
            Status status = closed.status() == Status.OK ? Status.CANCELED : closed.status();
            end(new Outcome.Answered(answer(status, closed.message()), hint));
        }
    }

    private void tell(long outputSequenceNum, Status status, String message, int bytes) {
        client.step(
                nowMillis ->
                        client.core()
                                .onOutput(
                                        nowMillis,
                                        callId,
                                        attempt,
                                        outputSequenceNum,
                                        status.wire(),
                                        message,
                                        bytes));
    }

    private void end(Outcome outcome) {
        over = true;
        Outcome told = wiring.told(request, outcome);
        client.step(nowMillis -> client.core().onOutcome(nowMillis, callId, attempt, told));
    }

    private void answered(Status status, List<ByteString> payloads, long position) {
        Operation operation = client.operation(request.operation());
        if (operation != null && !(request instanceof Request.KeepAlive)) {
            operation.answered(status.wire(), payloads, position);
        }
    }

    private static Answer answer(Status status, String message) {
        return Answer.of(status.wire(), message);
    }

    private static Answer answer(Effect.Output output) {
        PartitionOutput made = output.output();
        long madeId =
                made.hasOpenSession()
                        ? made.getOpenSession().getSessionId()
                        : made.getSessionOutput().getCreateService().getServiceId();
        return new Answer(
                output.status().wire(),
                output.message(),
                madeId,
                made.getOpenSession().getEpoch(),
                made.getKeepAlive().getEnd());
    }
}
