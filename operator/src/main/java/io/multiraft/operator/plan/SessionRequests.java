package io.multiraft.operator.plan;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.SessionSpec;
import io.multiraft.operator.observe.Nonces;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.Map;
import java.util.Optional;

/** What a Session object asks of a partition. */
public final class SessionRequests {

    private SessionRequests() {}

    /**
     * Opens the object's session, once however often it is asked: the nonce is the object's uid.
     *
     * @throws InvalidConfigException when the config does not fit the type it names
     */
    public static OpenSessionInput open(io.multiraft.operator.api.Session session)
            throws InvalidConfigException {
        OpenSessionInput.Builder input =
                OpenSessionInput.newBuilder()
                        .setSession(declared(session))
                        .setNonce(
                                ByteString.copyFromUtf8(Nonces.of(session.getMetadata().getUid())))
                        .setDeadline(
                                session.getSpec().liveness().type() == Liveness.Type.Client
                                        ? Deadline.FROM_FIRST_KEEP_ALIVE
                                        : Deadline.NONE);
        Optional.ofNullable(session.getSpec().timeout())
                .map(SessionRequests::duration)
                .ifPresent(input::setTimeout);
        return input.build();
    }

    private static Session declared(io.multiraft.operator.api.Session object)
            throws InvalidConfigException {
        SessionSpec spec = object.getSpec();
        SessionId.Builder id = SessionId.newBuilder().setName(SessionNames.onTheWire(object));
        if (spec.primitive() != null) {
            id.setPrimitive(PrimitiveId.newBuilder().setId(spec.primitive().id()));
        }
        Session.Builder session =
                Session.newBuilder()
                        .setMeta(
                                SessionMeta.newBuilder()
                                        .setId(id)
                                        .putAllLabels(
                                                Optional.ofNullable(
                                                                object.getMetadata().getLabels())
                                                        .orElse(Map.of())));
        Optional.ofNullable(spec.kind()).ifPresent(session.getSpecBuilder()::setKind);
        if (spec.config() != null) {
            session.getSpecBuilder().setConfig(SessionConfigs.encode(spec.config()));
        }
        return session.build();
    }

    private static Duration duration(String text) {
        java.time.Duration duration = Durations.parse(text);
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** The config of a Session object cannot be understood; the user must act. */
    public static final class InvalidConfigException extends Exception {

        private static final long serialVersionUID = 1;

        InvalidConfigException(String message) {
            super(message);
        }
    }
}
