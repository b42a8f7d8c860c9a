package io.multiraft.sim.client;

import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.sim.EventQueue;
import io.multiraft.sim.SimulatorOptions;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What the program around a client does: holds some sessions, and in each does one thing after the
 * other without waiting for answers, so that they race.
 */
public final class Workload {

    private static final List<String> COUNTERS =
            List.of(CounterService.TYPE + " a", CounterService.TYPE + " b");
    private static final List<String> MAPS =
            List.of(MapService.TYPE + " m", MapService.TYPE + " n");
    private static final int NAMES = 3;
    private static final int STREAMS = 2;

    private final EventQueue events;
    private final SimulatorOptions.Workload options;
    private final Random random;
    private final SimClient client;
    private boolean stopped;

    /**
     * @param clients makes the client, given what it is to be like
     */
    public Workload(
            EventQueue events,
            SimulatorOptions.Workload options,
            long seed,
            int sessions,
            Function<SimClient.ClientSettings, SimClient> clients) {
        this.events = events;
        this.options = options;
        this.random = new Random(seed);
        this.client =
                clients.apply(
                        new SimClient.ClientSettings(
                                seed, options.deadlineMillis(), session -> openLater()));
        for (int i = 0; i < sessions; i++) {
            openLater();
        }
    }

    public SimClient client() {
        return client;
    }

    /** Asks for nothing new, and holds what it holds. */
    public void stop() {
        stopped = true;
    }

    /** Writes and reads everywhere once more: whatever was forgotten shows. */
    public void probe() {
        for (SessionCore session : client.openSessions()) {
            MAPS.forEach(map -> client.command(session, map, Payloads.put(random)));
            client.query(session, COUNTERS.get(0), Payloads.counterQuery());
        }
    }

    private void openLater() {
        events.after(
                random.nextInt(1_000),
                () -> {
                    if (!stopped && client.life() > 0) {
                        SessionCore session = client.open(opening());
                        events.after(think(), () -> act(session));
                    }
                });
    }

    private Opening opening() {
        long timeoutMillis =
                options.minTimeoutMillis()
                        + random.nextInt(
                                options.maxTimeoutMillis() - options.minTimeoutMillis() + 1);
        return switch (random.nextInt(6)) {
            case 0 -> new Opening(timeoutMillis, name(), false);
            case 1 -> new Opening(timeoutMillis, name(), true);
            default -> new Opening(timeoutMillis, "", false);
        };
    }

    private String name() {
        return "name" + random.nextInt(NAMES);
    }

    private int think() {
        return 1 + random.nextInt(options.thinkMillis());
    }

    private void act(SessionCore session) {
        if (stopped || client.life() == 0 || session.end() != null) {
            return;
        }
        if (session.lease() != null) {
            operate(session);
        }
        if (session.end() == null) {
            events.after(think(), () -> act(session));
        }
    }

    private void operate(SessionCore session) {
        String counter = COUNTERS.get(random.nextInt(COUNTERS.size()));
        String map = MAPS.get(random.nextInt(MAPS.size()));
        if (random.nextInt(1_000) < options.invalidPerMille()) {
            client.command(session, random.nextBoolean() ? counter : map, Payloads.invalid(random));
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> client.close(session);
            case 1, 2, 3 -> {
                if (client.openStreams(session) < STREAMS) {
                    client.stream(session, map, Payloads.events(random));
                }
            }
            case 4 -> client.cancelStream(session);
            case 5, 6, 7, 8, 9, 10 -> client.query(session, counter, Payloads.counterQuery());
            case 11, 12, 13, 14, 15, 16 -> client.query(session, map, Payloads.mapQuery(random));
            case 17, 18, 19, 20, 21, 22, 23, 24 ->
                    client.command(session, counter, Payloads.counterCommand(random));
            default -> client.command(session, map, Payloads.mapCommand(random));
        }
    }
}
