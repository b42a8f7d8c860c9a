package io.multiraft.operator.plan;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The config of a session as objects have it, an object whose {@code @type} names its message, and
 * as it travels.
 */
final class SessionConfigs {

    private static final String TYPE = "@type";
    private static final String TYPE_PREFIX = "type.googleapis.com/";

    /** Messages every program knows; others travel as a Struct. */
    private static final TypeRegistry KNOWN =
            TypeRegistry.newBuilder()
                    .add(Struct.getDescriptor().getFile().getMessageTypes())
                    .add(Duration.getDescriptor())
                    .add(Timestamp.getDescriptor())
                    .add(Empty.getDescriptor())
                    .add(StringValue.getDescriptor().getFile().getMessageTypes())
                    .build();

    private SessionConfigs() {}

    /**
     * The config as an Any. A type that is not known here cannot be encoded, so its fields travel
     * as a Struct, {@code @type} among them, for those who know it.
     *
     * @throws SessionRequests.InvalidConfigException when it does not fit the type it names
     */
    static Any encode(Map<String, Object> config) throws SessionRequests.InvalidConfigException {
        String name = typeName(String.valueOf(config.get(TYPE)));
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
            throw new SessionRequests.InvalidConfigException(
                    "config is not a " + name + " in JSON: " + e.getMessage());
        }
    }

    /**
     * What an Any that a client has sent looks like in an object; the bytes of a type that is not
     * known here in base64. Empty for one that says nothing.
     */
    @SuppressWarnings("unchecked")
    static Optional<Map<String, Object>> decode(Any config) {
        if (config.getTypeUrl().isEmpty()) {
            return Optional.empty();
        }
        try {
            if (config.is(Struct.class)) {
                Struct fields = config.unpack(Struct.class);
                if (fields.containsFields(TYPE)) {
                    return Optional.of(
                            Serialization.unmarshal(
                                    JsonFormat.printer().print(fields), LinkedHashMap.class));
                }
            }
            if (KNOWN.find(typeName(config.getTypeUrl())) != null) {
                return Optional.of(
                        Serialization.unmarshal(
                                JsonFormat.printer().usingTypeRegistry(KNOWN).print(config),
                                LinkedHashMap.class));
            }
        } catch (InvalidProtocolBufferException e) {
            // Not what it says it is: shown as it came.
        }
        return Optional.of(
                Map.of(
                        TYPE,
                        config.getTypeUrl(),
                        "value",
                        Base64.getEncoder().encodeToString(config.getValue().toByteArray())));
    }

    private static String typeName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
