package io.multiraft.client.core;

import io.multiraft.client.core.SessionCore.Beginning;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The services that a session uses. Each is created, which attaches the session to it, by the first
 * operation that needs it; those that come meanwhile wait.
 */
final class Services {

    private final SessionCore session;
    private final Map<String, Long> ids = new TreeMap<>();
    private final Map<String, Map<Long, Beginning>> waiting = new TreeMap<>();

    /** Operations whose service was refused, while the partition is asked why. */
    private final TreeSet<Long> refused = new TreeSet<>();

    Services(SessionCore session) {
        this.session = session;
    }

    void use(long nowMillis, String service, long operation, Beginning beginning) {
        Long id = ids.get(service);
        if (id != null) {
            beginning.begin(operation, id, nowMillis);
            return;
        }
        Map<Long, Beginning> others = waiting.get(service);
        if (others != null) {
            others.put(operation, beginning);
            return;
        }
        Map<Long, Beginning> first = new LinkedHashMap<>();
        first.put(operation, beginning);
        waiting.put(service, first);
        long number = session.ledger().begin();
        session.ownCall(
                nowMillis,
                new Request.CreateService(session.operation(), session.lease(), service, number),
                CallKind.COMMAND,
                session.policy(),
                new Creation(service, number));
    }

    /** Whether the service of that name has that id, as far as the session knows. */
    boolean isKnown(String service, long serviceId) {
        return Objects.equals(ids.get(service), serviceId);
    }

    /** The next operation finds or creates the service. */
    void forget(String service) {
        ids.remove(service);
    }

    /** Nobody wants that operation any more. */
    void forget(long operation) {
        waiting.values().forEach(operations -> operations.remove(operation));
        refused.remove(operation);
    }

    private final class Creation implements Caller {

        private final String service;
        private final long number;

        Creation(String service, long number) {
            this.service = service;
            this.number = number;
        }

        @Override
        public void onAnswer(long nowMillis, Answer answer, boolean mayHaveHappened) {
            session.ledger().finish(number, answer.ok());
            Map<Long, Beginning> waited = waiting.remove(service);
            if (!answer.ok()) {
                // What waited was never sent, so nothing of it can have happened.
                refused.addAll(waited.keySet());
                session.refuse(
                        nowMillis,
                        () -> waited.keySet().stream().filter(refused::remove).toList(),
                        answer,
                        Failure.UNAVAILABLE);
                return;
            }
            ids.put(service, answer.madeId());
            waited.forEach(
                    (operation, beginning) ->
                            beginning.begin(operation, answer.madeId(), nowMillis));
        }

        @Override
        public void onGivenUp(long nowMillis, Failure failure, String message) {
            session.ledger().finish(number, false);
            Failure ofWaiting = failure == Failure.INDETERMINATE ? Failure.UNAVAILABLE : failure;
            for (long operation : waiting.remove(service).keySet()) {
                session.act(
                        session.end() == null
                                ? new Action.Fail(operation, ofWaiting, message)
                                : new Action.FailEnded(operation, session));
            }
        }
    }
}
