package io.multiraft.bench.system;

import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.bench.load.FailureKind;

/** What a node says when it has no room for a call. */
public final class Refusals {

    /** When to try again, in milliseconds; by gRPC's own name for it. */
    static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private Refusals() {}

    /** Tells refusals, with and without a hint, from what went wrong. */
    public static FailureKind kind(Throwable failure) {
        if (!(failure instanceof CallFailure call)
                || call.status().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
            return FailureKind.OTHER;
        }
        return call.trailers().containsKey(RETRY_AFTER)
                ? FailureKind.REFUSED
                : FailureKind.REFUSED_WITHOUT_HINT;
    }
}
