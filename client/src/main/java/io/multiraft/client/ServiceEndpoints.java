package io.multiraft.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All addresses behind a DNS name, looked up again when a call has failed. Until any is known, the
 * name itself.
 */
final class ServiceEndpoints implements Supplier<List<String>> {

    /** So often at most, however many calls fail. */
    private static final long AGE_MILLIS = 1_000;

    private static final long FIRST_MILLIS = 2_000;

    private final NameLookups lookups;
    private final Endpoint service;

    /** Clients begin at different nodes, each always at the same. */
    private final long order = new Random().nextLong();

    private volatile List<String> last;

    ServiceEndpoints(NameLookups lookups, Endpoint service) {
        this.lookups = lookups;
        this.service = service;
        this.last = List.of(service.toString());
    }

    /** Waits a moment, so that a client begins with all of them. */
    void awaitFirst() {
        lookups.first(service.host())
                .copy()
                .completeOnTimeout(List.of(), FIRST_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        get();
    }

    @Override
    public List<String> get() {
        List<String> found = new ArrayList<>();
        for (String address : lookups.addresses(service.host(), AGE_MILLIS)) {
            found.add(new Endpoint(address, service.port()).toString());
        }
        if (!found.isEmpty()) {
            Collections.shuffle(found, new Random(order));
            last = List.copyOf(found);
        }
        return last;
    }

    /** Whether the address is one of this service, whose certificates have the service's name. */
    boolean has(String address) {
        return last.contains(address);
    }

    String name() {
        return service.host();
    }
}
