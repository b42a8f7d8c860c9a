package io.multiraft.node.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import io.multiraft.fsm.Limits;
import io.multiraft.proto.runtime.v1.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a session may be called and described with: what can also stand in a Session object of
 * Kubernetes, so that every session can be shown there.
 */
final class SessionDescriptions {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")?");

    private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern LABEL_KEY =
            Pattern.compile("(?=[^/]{1,253}/|[^/]{1,63}$)(%s(\\.%<s)*/)?%s".formatted(LABEL, WORD));
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + WORD + ")?");

    private static final int MAX_CONFIG_BYTES = Limits.defaults().sessions().descriptionBytes();
    private static final int MAX_SHOWN_CHARACTERS = 80;

    /** The messages that JSON has a form for without their file, by full name. */
    private static final Map<String, Message> CONFIG_TYPES = new TreeMap<>();

    static {
        Stream.of(
                        BoolValue.getDefaultInstance(),
                        BytesValue.getDefaultInstance(),
                        DoubleValue.getDefaultInstance(),
                        Duration.getDefaultInstance(),
                        Empty.getDefaultInstance(),
                        FloatValue.getDefaultInstance(),
                        Int32Value.getDefaultInstance(),
                        Int64Value.getDefaultInstance(),
                        ListValue.getDefaultInstance(),
                        StringValue.getDefaultInstance(),
                        Struct.getDefaultInstance(),
                        Timestamp.getDefaultInstance(),
                        UInt32Value.getDefaultInstance(),
                        UInt64Value.getDefaultInstance(),
                        Value.getDefaultInstance())
                .forEach(type -> CONFIG_TYPES.put(type.getDescriptorForType().getFullName(), type));
    }

    private SessionDescriptions() {}

    /** Why a description is refused, with all that is wrong; empty where it is accepted. */
    static Optional<String> refusal(Session session) {
        List<String> wrong = new ArrayList<>();
        String name = session.getMeta().getId().getName();
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            wrong.add(
                    "session.meta.id.name is "
                            + shown(name)
                            + "; accepted is a DNS label (a-z, 0-9 and '-', first and last a letter"
                            + " or digit, 63 characters at most), or two with a dot between them");
        }
        // In order, so that one mistake has one message.
        new TreeMap<>(session.getMeta().getLabelsMap())
                .forEach((key, value) -> label(key, value).ifPresent(wrong::add));
        if (session.getSpec().hasConfig()) {
            config(session.getSpec().getConfig()).ifPresent(wrong::add);
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private static Optional<String> label(String key, String value) {
        if (!LABEL_KEY.matcher(key).matches()) {
            return Optional.of(
                    "session.meta.labels has the key "
                            + shown(key)
                            + "; accepted are 63 letters, digits, '-', '_' and '.' at most, first"
                            + " and last a letter or digit, after a DNS name and '/' or nothing");
        }
        if (!LABEL_VALUE.matcher(value).matches()) {
            return Optional.of(
                    "session.meta.labels has "
                            + shown(value)
                            + " for "
                            + key
                            + "; accepted are 63 letters, digits, '-', '_' and '.' at most, first"
                            + " and last a letter or digit, or nothing");
        }
        return Optional.empty();
    }

    private static Optional<String> config(Any config) {
        if (config.getSerializedSize() > MAX_CONFIG_BYTES) {
            return Optional.of(
                    "session.spec.config has %d bytes; accepted are %d at most"
                            .formatted(config.getSerializedSize(), MAX_CONFIG_BYTES));
        }
        String url = config.getTypeUrl();
        String type = url.substring(url.lastIndexOf('/') + 1);
        Message known = CONFIG_TYPES.get(type);
        if (known == null) {
            return Optional.of(
                    "session.spec.config is of type "
                            + shown(url)
                            + "; accepted are "
                            + String.join(", ", CONFIG_TYPES.keySet())
                            + ": put other messages into a google.protobuf.Struct");
        }
        try {
            known.getParserForType().parseFrom(config.getValue());
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.of(
                    "session.spec.config is not a valid %s: %s".formatted(type, e.getMessage()));
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_CHARACTERS
                ? '"' + text + '"'
                : "\"%s...\" (%d characters)"
                        .formatted(text.substring(0, MAX_SHOWN_CHARACTERS), text.length());
    }
}
