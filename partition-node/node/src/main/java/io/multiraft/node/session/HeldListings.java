package io.multiraft.node.session;

import io.multiraft.node.session.SessionPages.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The further pages of lists whose first page was sent, for a while, so many bytes and no more.
 * Without them each page would cost a whole list; who comes for one that is gone gets it from a new
 * list.
 */
final class HeldListings {

    static final long HELD_SECONDS = 60;
    static final long MAX_BYTES = 32L << 20;

    private final ScheduledExecutorService timers;

    /** Oldest first. */
    private final Map<String, List<Page>> listings = new LinkedHashMap<>();

    private long bytes;

    HeldListings(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    /** Holds a list; the id by which its pages are found. */
    String hold(List<Page> pages) {
        String id = UUID.randomUUID().toString();
        synchronized (this) {
            listings.put(id, pages);
            bytes += size(pages);
            while (bytes > MAX_BYTES) {
                drop(listings.keySet().iterator().next());
            }
        }
        timers.schedule(() -> drop(id), HELD_SECONDS, TimeUnit.SECONDS);
        return id;
    }

    synchronized Optional<List<Page>> find(String id) {
        return Optional.ofNullable(listings.get(id));
    }

    private synchronized void drop(String id) {
        List<Page> dropped = listings.remove(id);
        if (dropped != null) {
            bytes -= size(dropped);
        }
    }

    private static long size(List<Page> pages) {
        return pages.stream().mapToLong(page -> page.response().size()).sum();
    }
}
