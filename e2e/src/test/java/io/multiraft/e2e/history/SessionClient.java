package io.multiraft.e2e.history;

import io.multiraft.proto.multiraft.counter.v1.CreateResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Wants to hold the session of one name, which others want too, and changes a counter under its
 * epoch while it believes that it does.
 */
final class SessionClient extends Client {

    private static final String MODEL = "session";

    private final String name;
    private final List<Wire> wires;
    private int opened;
    private Values lease;
    private long serviceId;

    /** The nonce of an opening whose outcome is unknown: only the same again is no second one. */
    private String pendingNonce;

    SessionClient(
            int number,
            History history,
            long seed,
            CountDownLatch stop,
            String name,
            List<Wire> wires) {
        super(number, history, seed, stop);
        this.name = name;
        this.wires = wires;
    }

    @Override
    Answer step() {
        Wire wire = wires.get(random.nextInt(wires.size()));
        if (lease == null) {
            return acquire(wire);
        }
        return serviceId == 0 ? create(wire) : use(wire);
    }

    private Answer acquire(Wire wire) {
        boolean attach = pendingNonce == null && random.nextBoolean();
        Answer answer;
        if (attach) {
            answer = record(new WireSession(wire, name), "attach", Values.NONE);
        } else {
            pendingNonce = pendingNonce == null ? number + "." + opened++ : pendingNonce;
            answer = record(new WireSession(wire, name), "open", Values.text(name + pendingNonce));
        }
        if (answer.definite() || answer.outcome().equals(Answer.FAILED)) {
            pendingNonce = null;
        }
        if (answer.outcome().equals(Answer.OK)) {
            lease = answer.output();
            serviceId = 0;
        }
        return answer;
    }

    /**
     * Attaches the session to the counter; without a place in the history, as it changes nothing.
     */
    private Answer create(Wire wire) {
        return wire.answer(
                () -> {
                    CreateResponse response =
                            WireCounter.create(wire, lease.session(), lease.epoch(), name);
                    Answer answer =
                            Wire.judged(
                                    response.getHeaders().getPartition(),
                                    WireSession.REFUSALS,
                                    () -> Values.NONE);
                    if (answer.outcome().equals(Answer.OK)) {
                        serviceId = response.getOutput().getServiceId();
                    } else {
                        lease = null;
                    }
                    return answer;
                });
    }

    private Answer use(Wire wire) {
        int choice = random.nextInt(100);
        if (choice < 2) {
            Values session = Values.held(lease.session(), 0);
            return record(new WireSession(wire, name), "close", session);
        }
        if (choice < 5) {
            lease = null;
            return acquire(wire);
        }
        Target counter =
                new WireCounter(
                        wire, lease.session(), lease.epoch(), serviceId, WireSession.REFUSALS);
        Values held = Values.held(lease.session(), lease.epoch());
        Answer answer =
                choice < 50
                        ? record((operation, input) -> increment(counter), "increment", held)
                        : record(counter, "read", held);
        forgetIfLost(answer);
        return answer;
    }

    private static Answer increment(Target counter) {
        return counter.perform("increment", Values.number(1));
    }

    /** Now and then it goes on as if it had not heard: it must be refused all the same. */
    private void forgetIfLost(Answer answer) {
        boolean lost = answer.definite() && !answer.outcome().equals(Answer.OK);
        if (lost && random.nextInt(4) != 0) {
            lease = null;
        }
    }

    private Answer record(Target target, String operation, Values input) {
        return history.record(MODEL, name, number, target, operation, input);
    }
}
