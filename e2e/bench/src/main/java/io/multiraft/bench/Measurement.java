package io.multiraft.bench;

import io.multiraft.bench.load.LoadResult;
import io.multiraft.bench.resource.ResourceReading;

/**
 * One system under one load in one round.
 *
 * @param leaderMoved calls went to a member that did not lead, from some time on
 * @param used what its processes used from before the load to after it
 * @param clientProcessorSeconds what this process used
 */
public record Measurement(
        String system,
        Workload workload,
        Load load,
        int round,
        LoadResult result,
        boolean leaderMoved,
        ResourceReading used,
        double clientProcessorSeconds) {}
