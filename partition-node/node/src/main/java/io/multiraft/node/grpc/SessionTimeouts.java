package io.multiraft.node.grpc;

import com.google.protobuf.Duration;
import io.multiraft.node.config.NodeConfig;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import java.util.Optional;

/**
 * The timeouts that this cluster gives to sessions. They are applied before the input goes into the
 * log: replicas must agree on every outcome, also while a new configuration is on its way through
 * the nodes.
 */
public final class SessionTimeouts {

    private final NodeConfig.Session limits;

    public SessionTimeouts(NodeConfig.Session limits) {
        this.limits = limits;
    }

    /** The input with a timeout. */
    public OpenSessionInput complete(OpenSessionInput input) {
        if (input.hasTimeout()) {
            return input;
        }
        java.time.Duration timeout = limits.defaultTimeout();
        return input.toBuilder()
                .setTimeout(
                        Duration.newBuilder()
                                .setSeconds(timeout.getSeconds())
                                .setNanos(timeout.getNano()))
                .build();
    }

    /** Why the timeout is refused; empty where it is accepted. */
    public Optional<String> refusal(OpenSessionInput input) {
        if (!input.hasTimeout()) {
            return Optional.empty();
        }
        Duration asked = input.getTimeout();
        double millis = asked.getSeconds() * 1e3 + asked.getNanos() / 1e6;
        if (millis >= limits.minTimeout().toMillis() && millis <= limits.maxTimeout().toMillis()) {
            return Optional.empty();
        }
        return Optional.of(
                "timeout is %s; accepted is %s to %s"
                        .formatted(
                                text(asked.getSeconds(), asked.getNanos()),
                                text(
                                        limits.minTimeout().getSeconds(),
                                        limits.minTimeout().getNano()),
                                text(
                                        limits.maxTimeout().getSeconds(),
                                        limits.maxTimeout().getNano())));
    }

    private static String text(long seconds, int nanos) {
        return nanos == 0 ? seconds + "s" : "%d.%09ds".formatted(seconds, nanos);
    }
}
