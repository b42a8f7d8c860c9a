package io.multiraft.sim.net;

import io.multiraft.sim.EventQueue;
import io.multiraft.sim.SimulatorOptions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Delays, loses, repeats and reorders messages; cuts are one way. */
public final class Network {

    private final EventQueue events;
    private final SimulatorOptions.Network options;
    private final Random random;
    private final Set<String> cuts = new TreeSet<>();
    private boolean healthy;

    public Network(EventQueue events, SimulatorOptions.Network options, long seed) {
        this.events = events;
        this.options = options;
        this.random = new Random(seed);
    }

    /** From now on every message arrives, once and soon. */
    public void heal() {
        healthy = true;
        cuts.clear();
    }

    public void cut(Peer from, Peer to) {
        cuts.add(way(from, to));
    }

    public void restore(Peer from, Peer to) {
        cuts.remove(way(from, to));
    }

    public boolean isCut(Peer from, Peer to) {
        return cuts.contains(way(from, to));
    }

    /**
     * Sends a request.
     *
     * @param receiver gets what comes back
     * @param arrival gets the exchange at the other end; twice where it is repeated, but only the
     *     first is answered
     * @return the exchange, for the sender to abandon
     */
    public Exchange request(
            Peer from, Peer to, Exchange.Receiver receiver, BiConsumer<Peer, Exchange> arrival) {
        Exchange exchange = new Exchange(this, from, receiver);
        pass(exchange, from, to, arrival);
        if (!healthy && chance(options.duplicatePerMille())) {
            exchange.repeated();
            pass(new Exchange(this, from, null), from, to, arrival);
        }
        return exchange;
    }

    /** Sends a request on to another peer. */
    public void pass(Exchange exchange, Peer from, Peer to, BiConsumer<Peer, Exchange> arrival) {
        long takesMillis = takesMillis(from, to);
        if (takesMillis >= 0) {
            deliver(
                    events.nowMillis() + takesMillis,
                    to,
                    () -> {
                        exchange.passed(to);
                        arrival.accept(to, exchange);
                    });
        }
    }

    /** Lets the other end know, if nothing is in the way. */
    public void abandon(Exchange exchange) {
        if (healthy || !chance(options.lossPerMille())) {
            events.after(delayMillis(), exchange::abandon);
        }
    }

    boolean losesSingleOutputs() {
        return options.gaps();
    }

    long nowMillis() {
        return events.nowMillis();
    }

    /** How long a reply takes all the way back; negative: it is lost. */
    long takesMillis(List<Peer> way) {
        long total = 0;
        for (int i = way.size() - 1; i > 0; i--) {
            long hop = takesMillis(way.get(i), way.get(i - 1));
            if (hop < 0 || way.get(i - 1).life() == 0) {
                return -1;
            }
            total += hop;
        }
        return total;
    }

    /** Delivers to this life of the peer only; a paused one gets it when it goes on. */
    public void deliver(long atMillis, Peer to, Runnable arrival) {
        long life = to.life();
        events.at(
                atMillis,
                () -> {
                    if (life == 0 || to.life() != life) {
                        return;
                    }
                    if (to.pausedUntilMillis() > events.nowMillis()) {
                        deliver(to.pausedUntilMillis(), to, arrival);
                    } else {
                        arrival.run();
                    }
                });
    }

    private long takesMillis(Peer from, Peer to) {
        return isCut(from, to) || (!healthy && chance(options.lossPerMille())) ? -1 : delayMillis();
    }

    private long delayMillis() {
        long usual =
                options.minMillis() + random.nextInt(options.maxMillis() - options.minMillis() + 1);
        return !healthy && chance(options.slowPerMille())
                ? usual + random.nextInt(options.slowMillis())
                : usual;
    }

    private boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }

    private static String way(Peer from, Peer to) {
        return from.name() + ">" + to.name();
    }
}
