package io.multiraft.client.core;

import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;

/**
 * A command that stays open: hands its outputs on in order, each once, and sends the command again,
 * under its number, whenever the stream breaks.
 */
final class OpenStream implements Caller {

    /**
     * A stream that is cut off is sent again: a late copy of the command may have taken it. So many
     * times in a row it is rather the command that is gone.
     */
    private static final int CUTS_MAX = 3;

    private final SessionCore session;
    private final CommandLedger ledger;
    private final long operation;
    private final String service;
    private final long serviceId;
    private final long renewAfterMillis;
    private final long number;
    private Call call;
    private int cuts;

    OpenStream(
            SessionCore session,
            CommandLedger ledger,
            long operation,
            String service,
            long serviceId,
            long renewAfterMillis) {
        this.session = session;
        this.ledger = ledger;
        this.operation = operation;
        this.service = service;
        this.serviceId = serviceId;
        this.renewAfterMillis = renewAfterMillis;
        this.number = ledger.begin();
    }

    long operation() {
        return operation;
    }

    long serviceId() {
        return serviceId;
    }

    void start(long nowMillis) {
        Request request = new Request.Command(operation, session.lease(), serviceId, number, true);
        call = session.call(nowMillis, request, CallKind.COMMAND, this);
    }

    void cancel() {
        call.cancel();
        ledger.end(number);
    }

    @Override
    public void onOutput(
            long nowMillis, long outputSequenceNum, Status status, String message, int bytes) {
        if (outputSequenceNum == 0) {
            onRefused(nowMillis, Answer.of(status, message));
            return;
        }
        switch (ledger.output(number, outputSequenceNum)) {
            case REPEATED -> {
                // Sent again by a node that did not know that it had arrived.
            }
            case GAP -> call.repeat(nowMillis);
            case NEXT -> {
                cuts = 0;
                if (status == Status.OK) {
                    call.keepOpen(nowMillis, renewAfterMillis);
                    session.act(new Action.Output(operation, outputSequenceNum));
                    session.arrived(nowMillis, bytes);
                } else {
                    finish(nowMillis, Answer.of(status, message));
                }
            }
        }
    }

    @Override
    public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
        ledger.finish(number, true);
        session.streamEnded(operation);
        session.act(new Action.Complete(operation));
    }

    @Override
    public void onGivenUp(long nowMillis, Failure failure, String message) {
        ledger.finish(number, false);
        session.streamEnded(operation);
        session.act(new Action.Fail(operation, failure, message));
    }

    private void onRefused(long nowMillis, Answer refusal) {
        if (refusal.status() == Status.CANCELED && cuts < CUTS_MAX) {
            cuts++;
            call.repeat(nowMillis);
        } else {
            finish(nowMillis, refusal);
        }
    }

    private void finish(long nowMillis, Answer refusal) {
        cancel();
        session.streamRefused(nowMillis, operation, service, serviceId, refusal);
    }
}
