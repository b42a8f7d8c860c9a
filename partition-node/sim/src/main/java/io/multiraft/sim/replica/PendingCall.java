package io.multiraft.sim.replica;

import io.multiraft.client.core.Failure;
import io.multiraft.sim.net.Call;
import io.multiraft.sim.net.Exchange;
import io.multiraft.sim.net.Reply;

/**
 * A call that a leader has taken.
 *
 * @param takenMillis when it came
 */
record PendingCall<C extends Call>(C call, Exchange exchange, long takenMillis) {

    void notExecuted(String why) {
        exchange.reply(new Reply.Refused(Failure.UNAVAILABLE, false, why));
    }

    void indeterminate(String why) {
        exchange.reply(new Reply.Refused(Failure.UNAVAILABLE, true, why));
    }
}
