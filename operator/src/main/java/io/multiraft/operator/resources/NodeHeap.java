package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.multiraft.operator.api.Resources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * How large a node's heap may grow: it holds the state of all partitions. Of the memory beyond what
 * a node has by default three quarters are heap; the rest is for what else grows with it.
 */
final class NodeHeap {

    private static final String MEMORY = "memory";
    private static final long MEBIBYTE = 1 << 20;

    /** What the image's own flags are made for. */
    private static final long DEFAULT_MEMORY = 256;

    private static final long DEFAULT_HEAP = 160;
    private static final long YOUNG_SHARE = 8;

    /** What the image's own flags let it grow to. */
    private static final long YOUNG_LEAST = 56;

    private NodeHeap() {}

    /** Flags for the JVM; empty where those of the image will do. */
    static Optional<String> flags(Resources resources) {
        long memory =
                memory(resources.limits())
                        .or(() -> memory(resources.requests()))
                        .map(bytes -> bytes.longValue() / MEBIBYTE)
                        .orElse(DEFAULT_MEMORY);
        if (memory <= DEFAULT_MEMORY) {
            return Optional.empty();
        }
        long heap = DEFAULT_HEAP + (memory - DEFAULT_MEMORY) * 3 / 4;
        long young = Math.max(YOUNG_LEAST, heap / YOUNG_SHARE);
        return Optional.of("-Xmx%dm -XX:MaxNewSize=%dm".formatted(heap, young));
    }

    private static Optional<BigDecimal> memory(Map<String, Quantity> quantities) {
        return Optional.ofNullable(quantities)
                .map(known -> known.get(MEMORY))
                .map(Quantity::getNumericalAmount);
    }
}
