package io.multiraft.client.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The services that a session is deleting. Only the last session that has a service may delete it,
 * so a session meets a service that is gone only by a deletion of its own; what the partition
 * refuses meanwhile waits for the outcome, which says whether it spoke of the service.
 */
final class Deletions {

    /** What an operation is told that came too late. */
    static final String DELETED =
            "the service was deleted by this session; ask the session for it again to make another";

    private final SessionCore session;
    private final Services services;
    private final Map<String, List<Settled>> underWay = new TreeMap<>();

    /** Told when no deletion of a service is under way, and whether it is gone. */
    @FunctionalInterface
    private interface Settled {
        void accept(long nowMillis, boolean gone);
    }

    Deletions(SessionCore session, Services services) {
        this.session = session;
        this.services = services;
    }

    /** Deletes it once, however many ask for that. */
    void begin(long nowMillis, String service, long serviceId, long operation) {
        settle(
                nowMillis,
                service,
                serviceId,
                (at, gone) -> {
                    if (gone) {
                        session.act(new Action.Complete(operation));
                    } else {
                        send(at, service, serviceId, operation);
                    }
                });
    }

    /** Tells operations on a service that they were refused; it may be gone. */
    void refuse(
            long nowMillis,
            String service,
            long serviceId,
            Supplier<List<Long>> refused,
            Answer answer,
            Failure unknown) {
        settle(
                nowMillis,
                service,
                serviceId,
                (at, gone) -> {
                    if (gone && answer.mayBeOfSession() && session.end() == null) {
                        tell(refused.get());
                    } else {
                        session.refuse(at, refused, answer, unknown);
                    }
                });
    }

    /** Tells operations that their service is gone. */
    void tell(List<Long> late) {
        late.forEach(one -> session.act(new Action.Fail(one, Failure.INVALID, DELETED)));
    }

    /** Tells at once where nothing is under way. */
    private void settle(long nowMillis, String service, long serviceId, Settled settled) {
        List<Settled> waiting = underWay.get(service);
        if (waiting != null) {
            waiting.add((at, gone) -> settle(at, service, serviceId, settled));
        } else {
            settled.accept(nowMillis, !services.isKnown(service, serviceId));
        }
    }

    private void send(long nowMillis, String service, long serviceId, long operation) {
        underWay.put(service, new ArrayList<>());
        long number = session.ledger().begin();
        session.call(
                nowMillis,
                new Request.DeleteService(operation, session.lease(), serviceId, number),
                CallKind.COMMAND,
                new Deletion(service, serviceId, operation, number));
    }

    private final class Deletion implements Caller {

        private final String service;
        private final long serviceId;
        private final long operation;
        private final long number;

        Deletion(String service, long serviceId, long operation, long number) {
            this.service = service;
            this.serviceId = serviceId;
            this.operation = operation;
            this.number = number;
        }

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            session.ledger().finish(number, answer.ok());
            List<Settled> waiting = underWay.remove(service);
            if (answer.ok()) {
                services.forget(service);
                session.deleted(serviceId);
                session.act(new Action.Complete(operation));
            } else if (mayHaveHappened && !answer.isOfRecord()) {
                fail(Failure.INDETERMINATE, answer.message());
            } else {
                session.refuse(nowMillis, () -> List.of(operation), answer, Failure.INDETERMINATE);
            }
            waiting.forEach(one -> one.accept(nowMillis, answer.ok()));
        }

        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {
            session.ledger().finish(number, false);
            List<Settled> waiting = underWay.remove(service);
            fail(failure, message);
            waiting.forEach(one -> one.accept(nowMillis, false));
        }

        /** Whether it is there, the next operation finds out. */
        private void fail(Failure failure, String message) {
            services.forget(service);
            session.act(new Action.Fail(operation, failure, message));
        }
    }
}
