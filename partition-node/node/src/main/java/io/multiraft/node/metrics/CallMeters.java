package io.multiraft.node.metrics;

import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.multiraft.node.grpc.RoutedMethod.CallKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one kind of call to one partition. They are kept here because the registry makes
 * tags, an id and a builder before it finds one: as much work as a tenth of a call.
 */
final class CallMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500)
    };

    private final MeterRegistry registry;
    private final CallKind kind;
    private final String partition;
    private final Map<Status.Code, Counter> ended = new ConcurrentHashMap<>();
    private final Timer answered;

    CallMeters(MeterRegistry registry, CallKind kind, int partitionId) {
        this.registry = registry;
        this.kind = kind;
        this.partition = String.valueOf(partitionId);
        this.answered = kind == CallKind.STREAM ? null : timer();
    }

    void onCallClosed(Status.Code code, long nanos) {
        ended.computeIfAbsent(code, this::counter).increment();
        if (answered != null && code == Status.Code.OK) {
            answered.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer() {
        return Timer.builder("multiraft.call")
                .description("time from a call's arrival to its answer")
                .tag("kind", kindName())
                .tag("partition", partition)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter counter(Status.Code code) {
        return Counter.builder("multiraft.calls")
                .tag("kind", kindName())
                .tag("partition", partition)
                .tag("code", code.name())
                .register(registry);
    }

    private String kindName() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
