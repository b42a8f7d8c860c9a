package io.multiraft.client.core;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which partition serves what: the same for every client of a cluster, whatever its language. */
public final class Placement {

    /** Kinds of primitives that live whole in one partition; others are spread by key. */
    public static final Set<String> ONE_PARTITION_KINDS =
            Collections.unmodifiableSet(
                    new TreeSet<>(
                            List.of("Counter", "Value", "Lock", "LeaderElection", "IndexedMap")));

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Placement() {}

    /** FNV-1a 32 of the UTF-8 bytes, modulo the partitions; ids count from 1. */
    public static int partitionOf(String nameOrKey, int partitions) {
        int hash = FNV_OFFSET;
        for (byte octet : nameOrKey.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet & 0xff) * FNV_PRIME;
        }
        return Integer.remainderUnsigned(hash, partitions) + 1;
    }
}
