package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.proto.multiraft.v1.CloseServiceInput;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CreateServiceInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.ServiceInput;
import io.multiraft.proto.multiraft.v1.SessionInput;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.net.Call;
import io.multiraft.sim.net.Network;
import io.multiraft.sim.net.Peer;
import io.multiraft.sim.net.Reply;
import io.multiraft.sim.replica.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A caller with a client of its own making: numbers, epochs, filters and payloads as they come, in
 * sessions of its own.
 */
public final class Rogue implements Peer {

    private static final int EVERY_MILLIS = 150;
    private static final long NO_SESSION = 1L << 40;
    private static final int NUMBERS = 10;

    private final EventQueue events;
    private final Network network;
    private final List<SimNode> nodes;
    private final Random random;
    private final List<Long> sessionIds = new ArrayList<>(List.of(NO_SESSION));
    private final List<Long> serviceIds = new ArrayList<>(List.of(NO_SESSION));
    private boolean stopped;

    public Rogue(EventQueue events, Network network, List<SimNode> nodes, long seed) {
        this.events = events;
        this.network = network;
        this.nodes = nodes;
        this.random = new Random(seed);
        events.after(EVERY_MILLIS, this::act);
    }

    @Override
    public String name() {
        return "rogue";
    }

    @Override
    public long life() {
        return 1;
    }

    public void stop() {
        stopped = true;
    }

    private void act() {
        if (stopped) {
            return;
        }
        events.after(EVERY_MILLIS, this::act);
        long epoch = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        long number = random.nextInt(20) == 0 ? -1 : random.nextInt(NUMBERS);
        Call call = Requests.propose(input(), number, epoch);
        SimNode to = nodes.get(random.nextInt(nodes.size()));
        network.request(
                this,
                to,
                (reply, leader) -> learn(reply),
                (node, exchange) -> to.onCall(exchange, call));
    }

    private void learn(Reply reply) {
        if (reply instanceof Reply.Output output) {
            PartitionOutput made = output.output().output();
            if (made.hasOpenSession()) {
                sessionIds.add(made.getOpenSession().getSessionId());
            } else if (made.getSessionOutput().hasCreateService()) {
                serviceIds.add(made.getSessionOutput().getCreateService().getServiceId());
            }
        }
    }

    private PartitionInput.Builder input() {
        PartitionInput.Builder input = PartitionInput.newBuilder();
        return switch (random.nextInt(10)) {
            case 0 -> input.setOpenSession(open());
            case 1 ->
                    input.setCloseSession(
                            CloseSessionInput.newBuilder()
                                    .setSessionId(last(sessionIds))
                                    .setEpoch(random.nextInt(2)));
            case 2, 3 -> input.setKeepAlive(keepAlive());
            case 4 ->
                    input.setSessionInput(
                            ofSession()
                                    .setCloseService(
                                            CloseServiceInput.newBuilder()
                                                    .setServiceId(last(serviceIds))));
            case 5, 6 -> input.setSessionInput(ofSession().setCreateService(create()));
            default ->
                    input.setSessionInput(
                            ofSession()
                                    .setServiceInput(
                                            ServiceInput.newBuilder()
                                                    .setServiceId(last(serviceIds))
                                                    .setPayload(payload())));
        };
    }

    private OpenSessionInput.Builder open() {
        return OpenSessionInput.newBuilder()
                .setDeadlineValue(random.nextInt(4))
                .setTimeout(Durations.ofMillis(random.nextInt(3_000)))
                .setNonce(ByteString.copyFromUtf8("rogue" + random.nextInt(20)));
    }

    private KeepAliveInput.Builder keepAlive() {
        return KeepAliveInput.newBuilder()
                .setSessionId(last(sessionIds))
                .setEpoch(random.nextInt(3))
                .setLastCommandSequenceNum(random.nextInt(NUMBERS))
                .setPendingCommandsFilter(
                        random.nextInt(3) == 0
                                ? ByteString.copyFromUtf8("nonsense")
                                : ByteString.EMPTY);
    }

    private CreateServiceInput.Builder create() {
        String type =
                switch (random.nextInt(5)) {
                    case 0 -> "unknown";
                    case 1, 2 -> CounterService.TYPE;
                    default -> MapService.TYPE;
                };
        return CreateServiceInput.newBuilder()
                .setService(type)
                .setNamespace("rogue")
                .setName("r" + random.nextInt(3));
    }

    private ByteString payload() {
        return switch (random.nextInt(4)) {
            case 0 -> Payloads.invalid(random);
            case 1 -> Payloads.events(random);
            case 2 -> Payloads.counterCommand(random);
            default -> Payloads.mapCommand(random);
        };
    }

    private SessionInput.Builder ofSession() {
        return SessionInput.newBuilder().setSessionId(last(sessionIds));
    }

    private long last(List<Long> ids) {
        int from = Math.max(0, ids.size() - 3);
        return ids.get(from + random.nextInt(ids.size() - from));
    }
}
