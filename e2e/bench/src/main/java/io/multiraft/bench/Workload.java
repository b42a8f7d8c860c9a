package io.multiraft.bench;

import java.util.List;

/** What is asked of each system. */
public enum Workload {
    COUNTER_INCREMENT("counter increment", List.of(1, 64, 256, 1024)),
    MAP_PUT_64("map put, 64 B", List.of(1, 64, 256, 1024)),
    MAP_PUT_1024("map put, 1 KiB", List.of(1, 64, 256, 1024)),
    GET("linearizable get, 64 B", List.of(1, 64, 256, 1024)),
    MIXED("90 % get, 10 % put, 64 B", List.of(1, 64, 256, 1024)),
    KEEP_ALIVE("keep-alive", List.of(1, 64, 256, 1024)),
    /** A put has ended when the last watcher knows of it. */
    FAN_OUT("put seen by 100 watchers", List.of(1, 16));

    /** Entries of the map that are there before anything is measured, and that are asked for. */
    public static final int KEYS = 10_000;

    /** Who is told of each put of the fan-out. */
    public static final int WATCHERS = 100;

    private final String title;
    private final List<Integer> callers;

    Workload(String title, List<Integer> callers) {
        this.title = title;
        this.callers = callers;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** How many callers at a time it is measured with. */
    public List<Integer> callers() {
        return callers;
    }

    /** Bytes of a value that it writes or reads. */
    public int valueBytes() {
        return switch (this) {
            case COUNTER_INCREMENT, FAN_OUT -> Long.BYTES;
            case MAP_PUT_64, GET, MIXED -> 64;
            case MAP_PUT_1024 -> 1024;
            case KEEP_ALIVE -> 0;
        };
    }
}
