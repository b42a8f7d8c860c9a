package io.multiraft.operator.plan;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.SessionSpec;
import io.multiraft.operator.observe.Nonces;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput.Deadline;
import io.multiraft.proto.runtime.v1.PrimitiveId;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a Session object asks of a partition. */
public final class SessionRequests {

    private static final String TYPE = "@type";
    private static final String TYPE_PREFIX = "type.googleapis.com/";

    /** Messages every program knows; others travel as a Struct. */
    private static final TypeRegistry KNOWN =
            TypeRegistry.newBuilder()
                    .add(Struct.getDescriptor().getFile().getMessageTypes())
                    .add(Duration.getDescriptor())
                    .add(com.google.protobuf.Timestamp.getDescriptor())
                    .add(com.google.protobuf.Empty.getDescriptor())
                    .add(
                            com.google.protobuf.StringValue.getDescriptor()
                                    .getFile()
                                    .getMessageTypes())
                    .build();

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
            session.getSpecBuilder().setConfig(config(spec.config()));
        }
        return session.build();
    }

    /**
     * The config as an Any. A type that is not known here cannot be encoded, so its fields travel
     * as a Struct, {@code @type} among them, for those who know it.
     */
    private static Any config(Map<String, Object> config) throws InvalidConfigException {
        String type = String.valueOf(config.get(TYPE));
        String name = type.substring(type.lastIndexOf('/') + 1);
        try {
            if (KNOWN.find(name) == null) {
                Struct.Builder fields = Struct.newBuilder();
                JsonFormat.parser().merge(Serialization.asJson(config), fields);
                return Any.pack(fields.build());
            }
            Map<String, Object> prefixed = new LinkedHashMap<>(config);
            prefixed.put(TYPE, TYPE_PREFIX + name);
            Any.Builder any = Any.newBuilder();
            JsonFormat.parser().usingTypeRegistry(KNOWN).merge(Serialization.asJson(prefixed), any);
            return any.build();
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidConfigException(
                    "config is not a " + name + " in JSON: " + e.getMessage());
        }
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
