package io.multiraft.bench.system;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How systems are waited for. */
final class SystemStart {

    /** A busy machine takes its time to start three processes. */
    static final Duration BOUND = Duration.ofMinutes(3);

    private SystemStart() {}

    /** What a server answers; empty while it does not. */
    static <T> Optional<T> answer(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }
}
