package io.multiraft.sim.scenarios;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Connections;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Outcome;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Limits;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.sim.client.Opening;
import io.multiraft.sim.client.Requests;
import io.multiraft.sim.net.Call;
import io.multiraft.sim.replica.RealMachine;
import java.util.ArrayList;
import java.util.List;

/** A state machine and clients, of which a test carries each message itself. */
final class ByHand {

    static final long TIMEOUT_MILLIS = 4_000;

    private final RealMachine machine;
    private long nowMillis = 1_000;
    private int clients;

    ByHand(Limits limits) {
        machine = new RealMachine(limits);
    }

    RealMachine machine() {
        return machine;
    }

    /** Commits a proposal, and gives the first output of its caller; null: there is none yet. */
    Effect.Output commit(Proposal proposal) {
        List<Effect> effects =
                machine.apply(
                        LogEntry.newBuilder()
                                .setTimestampMillis(nowMillis)
                                .addProposals(proposal)
                                .build());
        long streamId = machine.index();
        return effects.stream()
                .filter(Effect.Output.class::isInstance)
                .map(Effect.Output.class::cast)
                .filter(output -> output.streamId() == streamId)
                .findFirst()
                .orElse(null);
    }

    Client client() {
        return new Client("client" + ++clients);
    }

    /** A client's core. */
    final class Client implements Connections {

        private final String name;
        private final ClientCore core = new ClientCore(2_500, this, () -> 0.5);
        private final List<Action> said = new ArrayList<>();
        private Opening opening;
        private ByteString payload = ByteString.EMPTY;

        private Client(String name) {
            this.name = name;
        }

        @Override
        public List<String> endpoints() {
            return List.of("node");
        }

        @Override
        public boolean ready(String address) {
            return true;
        }

        /** What the core has said and nobody has looked at. */
        List<Action> said() {
            said.addAll(core.takeActions());
            return said;
        }

        SessionCore open(Opening how) {
            opening = how;
            return core.open(nowMillis, RealMachine.PARTITION, how.timeoutMillis());
        }

        /** Opens an unnamed session, and all goes well. */
        SessionCore openSession() {
            SessionCore session = open(new Opening(TIMEOUT_MILLIS, "", false));
            carryAll();
            return session;
        }

        long command(SessionCore session, String service, ByteString input) {
            payload = input;
            return session.command(nowMillis, service);
        }

        long query(SessionCore session, String service) {
            return session.query(nowMillis, service);
        }

        long stream(SessionCore session, String service, ByteString input) {
            payload = input;
            return session.stream(nowMillis, service);
        }

        /** The next attempt that the core wants sent. */
        Action.Send next() {
            for (Action action : said()) {
                if (action instanceof Action.Send send) {
                    said.remove(action);
                    return send;
                }
            }
            throw new AssertionError(name + " sends nothing: " + said);
        }

        Proposal proposal(Action.Send send) {
            Call call =
                    send.request() instanceof Request.OpenSession
                            ? Requests.open(opening.input(name))
                            : Requests.of(send.request(), payload);
            return ((Call.Propose) call).proposal();
        }

        /** The attempt arrives, and its answer too. */
        void carry(Action.Send send) {
            Effect.Output output = commit(proposal(send));
            if (output != null) {
                answer(send, output);
            }
        }

        void answer(Action.Send send, Effect.Output output) {
            if (send.request() instanceof Request.Command command && command.stream()) {
                core.onOutput(
                        nowMillis,
                        send.callId(),
                        send.attempt(),
                        output.outputSequenceNum(),
                        output.status().wire(),
                        output.message(),
                        output.size());
                return;
            }
            var made = output.output();
            long madeId =
                    made.hasOpenSession()
                            ? made.getOpenSession().getSessionId()
                            : made.getSessionOutput().getCreateService().getServiceId();
            Answer answer =
                    new Answer(
                            output.status().wire(),
                            output.message(),
                            madeId,
                            made.getOpenSession().getEpoch());
            core.onOutcome(
                    nowMillis, send.callId(), send.attempt(), new Outcome.Answered(answer, ""));
        }

        /** The connection broke: whether the attempt arrived, its client cannot say. */
        void breaks(Action.Send send) {
            core.onOutcome(
                    nowMillis,
                    send.callId(),
                    send.attempt(),
                    new Outcome.Failed(Failure.UNAVAILABLE, true, false, "broken", ""));
        }

        /** Everything that the core says arrives and is answered, until it says nothing more. */
        void carryAll() {
            while (said().stream().anyMatch(Action.Send.class::isInstance)) {
                carry(next());
            }
        }

        /** Time passes. */
        void waits(long millis) {
            nowMillis += millis;
            core.onTime(nowMillis);
        }
    }
}
