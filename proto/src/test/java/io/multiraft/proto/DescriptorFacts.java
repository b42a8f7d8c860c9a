package io.multiraft.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.multiraft.proto.Fact.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the facts of a proto file off its descriptor, in the order of the file. */
final class DescriptorFacts {
    private final List<Fact> facts = new ArrayList<>();

    private DescriptorFacts() {}

    static List<Fact> of(FileDescriptor file) {
        DescriptorFacts reader = new DescriptorFacts();
        file.getServices().forEach(reader::readService);
        file.getMessageTypes().forEach(reader::readMessage);
        file.getEnumTypes().forEach(reader::readEnum);
        file.getExtensions().forEach(reader::readExtension);
        return List.copyOf(reader.facts);
    }

    private void readService(ServiceDescriptor service) {
        add(Kind.SERVICE, service.getFullName(), options(service.getOptions()));
        for (MethodDescriptor method : service.getMethods()) {
            String detail =
                    String.format(
                            "(%s%s) returns (%s%s)",
                            method.isClientStreaming() ? "stream " : "",
                            method.getInputType().getFullName(),
                            method.isServerStreaming() ? "stream " : "",
                            method.getOutputType().getFullName());
            add(Kind.RPC, method.getFullName(), detail + options(method.getOptions()));
        }
    }

    private void readMessage(Descriptor message) {
        boolean mapEntry = message.getOptions().getMapEntry();
        String detail = (mapEntry ? "map_entry" : "") + options(message.getOptions());
        add(Kind.MESSAGE, message.getFullName(), detail);
        for (FieldDescriptor field : message.getFields()) {
            OneofDescriptor oneof = field.getRealContainingOneof();
            add(
                    Kind.FIELD,
                    field.getFullName(),
                    numberAndType(field)
                            + (oneof == null ? "" : " in " + oneof.getName())
                            + options(field.getOptions()));
        }
        message.getNestedTypes().forEach(this::readMessage);
        message.getEnumTypes().forEach(this::readEnum);
        message.getExtensions().forEach(this::readExtension);
    }

    private void readEnum(EnumDescriptor enumType) {
        add(Kind.ENUM, enumType.getFullName(), options(enumType.getOptions()));
        for (EnumValueDescriptor value : enumType.getValues()) {
            // Protobuf makes the values siblings of their enum; in a table they stand inside it.
            add(
                    Kind.VALUE,
                    enumType.getFullName() + "." + value.getName(),
                    "= " + value.getNumber() + options(value.getOptions()));
        }
    }

    private void readExtension(FieldDescriptor extension) {
        add(
                Kind.EXTENSION,
                extension.getFullName(),
                numberAndType(extension) + " on " + extension.getContainingType().getFullName());
    }

    private void add(Kind kind, String name, String detail) {
        facts.add(new Fact(kind, name, detail.strip()));
    }

    private static String numberAndType(FieldDescriptor field) {
        return "= " + field.getNumber() + " " + label(field) + typeName(field);
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return field.isPackable() && !field.isPacked() ? "repeated unpacked " : "repeated ";
        }
        return field.toProto().getProto3Optional() ? "optional " : "";
    }

    private static String typeName(FieldDescriptor field) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.toProto().getType().name().substring("TYPE_".length()).toLowerCase();
        };
    }

    /** The custom options only: they steer the node. Protobuf's own say nothing about the wire. */
    private static String options(Message options) {
        String listed =
                options.getAllFields().entrySet().stream()
                        .filter(option -> option.getKey().isExtension())
                        .map(option -> option.getKey().getFullName() + " = " + option.getValue())
                        .collect(Collectors.joining(", "));
        return listed.isEmpty() ? "" : " [" + listed + "]";
    }
}
