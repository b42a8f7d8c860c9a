package io.multiraft.client.core;

import java.util.List;

/** Tells an operation on a service what it was answered. */
final class Answered implements Caller {

    private final SessionCore session;
    private final long operation;

    /** 0 for a query. */
    private final long number;

    private final String service;
    private final long serviceId;

    Answered(SessionCore session, long operation, long number, String service, long serviceId) {
        this.session = session;
        this.operation = operation;
        this.number = number;
        this.service = service;
        this.serviceId = serviceId;
    }

    @Override
    public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
        session.ledger().finish(number, answer.ok());
        if (number != 0) {
            // Until the partition is told that it has arrived it keeps this answer, too.
            session.arrived(nowMillis, 0);
        }
        if (answer.ok()) {
            session.act(new Action.Complete(operation));
        } else if (mayHaveHappened && !answer.isOfRecord()) {
            // Of the number there is no record; another attempt may be executed yet.
            session.act(new Action.Fail(operation, Failure.INDETERMINATE, answer.message()));
        } else {
            Failure unknown = number == 0 ? Failure.UNAVAILABLE : Failure.INDETERMINATE;
            session.deletions()
                    .refuse(
                            nowMillis,
                            service,
                            serviceId,
                            () -> List.of(operation),
                            answer,
                            unknown);
        }
    }

    @Override
    public void onGivenUp(long nowMillis, Failure failure, String message) {
        session.ledger().finish(number, false);
        session.act(new Action.Fail(operation, failure, message));
    }
}
