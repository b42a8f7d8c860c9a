package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.core.Action;
import io.multiraft.client.core.ClientCore;
import io.multiraft.client.core.Connections;
import io.multiraft.client.core.Failure;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.Effect;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.Trace;
import io.multiraft.sim.Wiring;
import io.multiraft.sim.check.Checker;
import io.multiraft.sim.net.Call;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.net.Peer;
import io.multiraft.sim.net.Reply;
import io.multiraft.sim.replica.RealMachine;
import io.multiraft.sim.replica.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A shell without threads or sockets around the real core of a client. */
public final class SimClient implements Peer, Connections {

    private final String name;
    private final EventQueue events;
    private final Network network;
    private final List<SimNode> nodes;
    private final Trace trace;
    private final Checker checker;
    private final Wiring wiring;
    private final ClientCore core;
    private final Consumer<SessionCore> onSessionEnd;
    private final Map<Long, Operation> operations = new TreeMap<>();
    private final Map<Long, Opening> openings = new TreeMap<>();
    private final Map<Long, Attempt> attempts = new TreeMap<>();
    private final Map<Long, SessionCore> sessions = new TreeMap<>();
    private final Map<String, Long> doubtedUntil = new TreeMap<>();
    private boolean alive = true;
    private boolean frozen;
    private long timerMillis = Long.MAX_VALUE;

    public SimClient(
            String name,
            EventQueue events,
            Network network,
            List<SimNode> nodes,
            Trace trace,
            Checker checker,
            Wiring wiring,
            ClientSettings settings) {
        this.name = name;
        this.events = events;
        this.network = network;
        this.nodes = nodes;
        this.trace = trace;
        this.checker = checker;
        this.wiring = wiring;
        this.onSessionEnd = settings.onSessionEnd();
        Random jitter = new Random(settings.seed());
        this.core = new ClientCore(settings.deadlineMillis(), this, jitter::nextDouble);
    }

    /**
     * What a client is like.
     *
     * @param onSessionEnd told of each session that was open, or was to be
     */
    public record ClientSettings(
            long seed, long deadlineMillis, Consumer<SessionCore> onSessionEnd) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public long life() {
        return alive ? 1 : 0;
    }

    /** Is gone with all it knows, as a program that was killed. */
    public void crash() {
        trace.add(name, "crashes");
        alive = false;
    }

    /** Says nothing more, and holds what it holds. */
    public void freeze() {
        frozen = true;
    }

    @Override
    public List<String> endpoints() {
        return nodes.stream().map(SimNode::name).toList();
    }

    /** A connection stands to a node that lives, and a cut does not show until it is doubted. */
    @Override
    public boolean ready(String address) {
        SimNode node = node(address);
        boolean doubted = doubtedUntil.getOrDefault(address, 0L) > events.nowMillis();
        return node.life() > 0 && !(doubted && isCut(node));
    }

    public SessionCore open(Opening opening) {
        List<SessionCore> opened = new ArrayList<>(1);
        step(
                nowMillis -> {
                    SessionCore session =
                            core.open(nowMillis, RealMachine.PARTITION, opening.timeoutMillis());
                    openings.put(session.operation(), opening);
                    sessions.put(session.operation(), session);
                    begin(session.operation(), Operation.Kind.OPEN, "", ByteString.EMPTY);
                    opened.add(session);
                });
        return opened.get(0);
    }

    public void command(SessionCore session, String service, ByteString payload) {
        step(
                nowMillis ->
                        begin(
                                session.command(nowMillis, service),
                                Operation.Kind.COMMAND,
                                service,
                                payload));
    }

    public void query(SessionCore session, String service, ByteString payload) {
        step(
                nowMillis ->
                        begin(
                                session.query(nowMillis, service),
                                Operation.Kind.QUERY,
                                service,
                                payload));
    }

    public void stream(SessionCore session, String service, ByteString payload) {
        step(
                nowMillis ->
                        begin(
                                session.stream(nowMillis, service),
                                Operation.Kind.STREAM,
                                service,
                                payload));
    }

    /** Lets go of an open stream of the session, if it has one. */
    public void cancelStream(SessionCore session) {
        for (Map.Entry<Long, Operation> entry : operations.entrySet()) {
            if (isStreamOf(entry.getValue(), session)) {
                long id = entry.getKey();
                operations.remove(id);
                step(nowMillis -> session.cancelStream(id));
                return;
            }
        }
    }

    public void close(SessionCore session) {
        step(
                nowMillis ->
                        begin(
                                session.close(nowMillis),
                                Operation.Kind.CLOSE,
                                "",
                                ByteString.EMPTY));
    }

    /** Operations that are not over. */
    public List<Operation> pending() {
        return List.copyOf(operations.values());
    }

    /** Sessions that it holds, as far as it knows. */
    public List<SessionCore> openSessions() {
        return sessions.values().stream()
                .filter(session -> session.lease() != null && session.end() == null)
                .toList();
    }

    public int openStreams(SessionCore session) {
        return (int)
                operations.values().stream()
                        .filter(operation -> isStreamOf(operation, session))
                        .count();
    }

    private static boolean isStreamOf(Operation operation, SessionCore session) {
        return operation.kind() == Operation.Kind.STREAM
                && operation.lease() != null
                && operation.lease().equals(session.lease());
    }

    private void begin(long id, Operation.Kind kind, String service, ByteString payload) {
        Operation operation =
                new Operation(
                        name,
                        kind,
                        service,
                        payload,
                        events.nowMillis(),
                        checker.oracle().acknowledgedPosition());
        operations.put(id, operation);
        trace.add(name, "begins " + kind + " " + service, id);
    }

    /** An input to the core. */
    interface Input {
        void run(long nowMillis);
    }

    void step(Input input) {
        if (!alive || frozen) {
            return;
        }
        input.run(events.nowMillis());
        for (List<Action> actions = core.takeActions();
                !actions.isEmpty();
                actions = core.takeActions()) {
            actions.forEach(this::act);
        }
        setTimer();
    }

    ClientCore core() {
        return core;
    }

    Operation operation(long id) {
        return operations.get(id);
    }

    Trace trace() {
        return trace;
    }

    boolean obeysOrder() {
        return wiring.clientsObeyOrder();
    }

    void handOver(Operation operation, Effect.Output output) {
        checker.output(operation, output.outputSequenceNum(), output);
        operation.output(output.outputSequenceNum());
    }

    private void setTimer() {
        long next = core.nextMillis().orElse(Long.MAX_VALUE);
        if (next >= timerMillis || !wiring.clientsKeepTime()) {
            return;
        }
        timerMillis = next;
        events.at(
                next,
                () -> {
                    if (timerMillis == next) {
                        timerMillis = Long.MAX_VALUE;
                        step(core::onTime);
                    }
                });
    }

    private void act(Action action) {
        if (action instanceof Action.Send send) {
            send(send);
        } else if (action instanceof Action.Abandon abandon) {
            Attempt attempt = attempts.remove(abandon.callId());
            if (attempt != null) {
                network.abandon(attempt.exchange());
            }
        } else if (action instanceof Action.Doubt doubt) {
            doubtedUntil.put(doubt.address(), events.nowMillis() + 2_000);
        } else if (action instanceof Action.Output output) {
            if (obeysOrder()) {
                Operation operation = operations.get(output.operation());
                handOver(operation, operation.arrived());
            }
        } else if (action instanceof Action.EndSession ended) {
            trace.add(name, "session ended: " + ended.end().reason(), sessionId(ended.session()));
            sessions.remove(ended.session().operation());
            onSessionEnd.accept(ended.session());
        } else if (!(action instanceof Action.Retain)) {
            end(action);
        }
    }

    private void end(Action action) {
        if (action instanceof Action.Complete complete) {
            Operation operation = operations.remove(complete.operation());
            operation.end(Operation.State.ACKNOWLEDGED);
            ended(complete.operation(), operation);
        } else if (action instanceof Action.Refuse refuse) {
            Operation operation = operations.remove(refuse.operation());
            operation.refused(refuse.status());
            ended(refuse.operation(), operation);
        } else if (action instanceof Action.Fail fail) {
            Operation operation = operations.remove(fail.operation());
            operation.end(
                    fail.failure() == Failure.INDETERMINATE
                            ? Operation.State.UNKNOWN
                            : Operation.State.FAILED);
            ended(fail.operation(), operation);
        } else if (action instanceof Action.FailEnded failed) {
            Operation operation = operations.remove(failed.operation());
            operation.end(Operation.State.UNKNOWN);
            ended(failed.operation(), operation);
        }
    }

    private void ended(long id, Operation operation) {
        trace.add(name, "ends " + operation.kind() + " " + operation.state(), id);
        checker.ended(operation);
        if (operation.kind() == Operation.Kind.OPEN
                && operation.state() != Operation.State.ACKNOWLEDGED) {
            onSessionEnd.accept(sessions.remove(id));
        }
    }

    private void send(Action.Send send) {
        Request request = wiring.sent(send.request(), send.attempt());
        Operation operation = operations.get(request.operation());
        Call call = call(request, send.attempt(), operation);
        Attempt attempt = new Attempt(this, send.callId(), send.attempt(), request, wiring);
        attempts.put(send.callId(), attempt);
        trace.add(
                name,
                "sends " + request.getClass().getSimpleName() + " to " + send.address(),
                request.operation(),
                send.callId(),
                send.attempt());
        SimNode to = node(send.address());
        attempt.sent(
                network.request(this, to, attempt, (node, exchange) -> to.onCall(exchange, call)));
        if (to.life() == 0) {
            // Nobody listens there, and the machine says so.
            network.deliver(
                    events.nowMillis() + 1,
                    this,
                    () ->
                            attempt.onReply(
                                    new Reply.Refused(Failure.UNAVAILABLE, false, "refused"),
                                    null));
        }
    }

    private Call call(Request request, int attempt, Operation operation) {
        if (request instanceof Request.OpenSession open) {
            String opening = name + "/" + open.operation();
            String nonce = wiring.nonce(opening, attempt);
            checker.opening(opening, nonce);
            return Requests.open(openings.get(open.operation()).input(nonce));
        } else if (request instanceof Request.Command command) {
            operation.sent(command.lease(), command.sequenceNum());
        } else if (request instanceof Request.Query query) {
            operation.sent(query.lease(), 0);
        }
        return Requests.of(request, operation == null ? ByteString.EMPTY : operation.payload());
    }

    private SimNode node(String address) {
        return nodes.stream().filter(node -> node.name().equals(address)).findFirst().orElseThrow();
    }

    private boolean isCut(SimNode node) {
        return network.isCut(this, node) || network.isCut(node, this);
    }

    private static long sessionId(SessionCore session) {
        return session.lease() == null ? 0 : session.lease().sessionId();
    }
}
