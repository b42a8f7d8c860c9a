package io.multiraft.bench.load;

import java.util.Map;

/**
 * Some seconds of an overload. What has ended counts when it ended.
 *
 * @param result latencies are those of what succeeded
 * @param offered operations that began
 * @param notOffered operations that should have begun and for which the load generator had no room
 */
public record OverloadWindow(
        LoadResult result, long offered, long notOffered, Map<FailureKind, Long> failures) {}
