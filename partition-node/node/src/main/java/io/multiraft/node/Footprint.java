package io.multiraft.node;

import java.security.Security;
import java.util.Map;

/**
 * Settings of libraries that can only be made before they start. Each keeps a default that is meant
 * for large servers from costing memory, or time after a restart of a peer.
 */
final class Footprint {

    /** The library of the API, and its copy inside the Raft library. */
    private static final String[] NETTY = {
        "io.grpc.netty.shaded.io.netty.", "org.apache.ratis.thirdparty.io.netty."
    };

    private static final Map<String, String> NETTY_SETTINGS =
            Map.of(
                    // Buffers: few arenas of small chunks instead of two of 4 MB per core each.
                    "allocator.numHeapArenas", "1",
                    "allocator.numDirectArenas", "2",
                    "allocator.maxOrder", "7",
                    "allocator.useCacheForAllThreads", "false",
                    "eventLoopThreads", "2",
                    // Its leak detector samples buffers.
                    "leakDetection.level", "disabled");

    /** A pod that was restarted has a new address: DNS answers are not kept for long. */
    private static final String DNS_SECONDS = "1";

    private Footprint() {}

    /** What was set on the command line of the JVM stays. */
    static void apply() {
        for (String netty : NETTY) {
            NETTY_SETTINGS.forEach((key, value) -> setDefault(netty + key, value));
        }
        setDefault("networkaddress.cache.ttl", DNS_SECONDS);
        Security.setProperty("networkaddress.cache.ttl", DNS_SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
