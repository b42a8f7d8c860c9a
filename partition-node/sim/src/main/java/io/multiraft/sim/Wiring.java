package io.multiraft.sim;

import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.fsm.LeaderClock;
import io.multiraft.fsm.Limits;
import io.multiraft.sim.replica.Machine;
import io.multiraft.sim.replica.RealMachine;

/**
 * How the parts are put together. Here a test plants a bug, by overriding one of these, to see that
 * an invariant catches it; so there is no switch for a bug in anything that is shipped.
 */
public class Wiring {

    /** The state machine of a node. */
    public Machine machine(int node, Limits limits) {
        return new RealMachine(limits);
    }

    /** The time that a leader stamps an entry with. */
    public long stamp(LeaderClock clock, long wallMillis) {
        return clock.millis();
    }

    /** Whether a read waits for the entry that proves that its node leads. */
    public boolean readsWaitForBarrier() {
        return true;
    }

    /** How many committed entries the next leader does not have. */
    public int entriesForgottenByElection() {
        return 0;
    }

    /** Whether streams on a node are ended when the node does not lead any more. */
    public boolean endsStreams() {
        return true;
    }

    /** What a client sends for what its core says. */
    public Request sent(Request request, int attempt) {
        return request;
    }

    /** What a client's core is told of the outcome of an attempt. */
    public Outcome told(Request request, Outcome outcome) {
        return outcome;
    }

    /** The nonce of an attempt to open a session. */
    public String nonce(String ofOperation, int attempt) {
        return ofOperation;
    }

    /** Whether a client hands on only the outputs that its core says are next. */
    public boolean clientsObeyOrder() {
        return true;
    }

    /** Whether a client comes back to its core when the core says. */
    public boolean clientsKeepTime() {
        return true;
    }
}
