package io.multiraft.node.grpc;

import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.ServiceOptions;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionLite;
import io.multiraft.proto.multiraft.v1.Descriptor;
import io.multiraft.proto.multiraft.v1.OperationType;
import java.util.List;
import java.util.stream.Stream;

/**
 * The field numbers of one method of a primitive, as its proto file gives them.
 *
 * @param serviceInput number in the primitive's input message under which the input goes into the
 *     log; 0 where the state machine knows the operation by itself
 * @param serviceOutput number in the primitive's output message; 0 likewise
 */
record PrimitiveShape(
        OperationType operation,
        int requestHeaders,
        int requestInput,
        int responseHeaders,
        int responseOutput,
        int serviceInput,
        int serviceOutput) {

    static PrimitiveShape of(MethodDescriptor method) {
        if (!method.getOptions().hasExtension(Descriptor.operationType)) {
            throw new IllegalArgumentException(method.getFullName() + " has no operation_type");
        }
        OperationType operation = method.getOptions().getExtension(Descriptor.operationType);
        boolean logged = operation == OperationType.COMMAND || operation == OperationType.QUERY;
        FieldDescriptor input = marked(method.getInputType(), Descriptor.input);
        FieldDescriptor output = marked(method.getOutputType(), Descriptor.output);
        return new PrimitiveShape(
                operation,
                number(headers(method.getInputType()), method.getInputType(), "headers"),
                number(input, method.getInputType(), "input"),
                number(headers(method.getOutputType()), method.getOutputType(), "headers"),
                number(output, method.getOutputType(), "output"),
                logged ? caseOf(method, true, input) : 0,
                logged ? caseOf(method, false, output) : 0);
    }

    private static FieldDescriptor headers(Descriptors.Descriptor message) {
        return marked(message, Descriptor.headers);
    }

    /** The field that carries an option; null where none does. */
    private static FieldDescriptor marked(
            Descriptors.Descriptor message, ExtensionLite<FieldOptions, Boolean> option) {
        return message.getFields().stream()
                .filter(field -> field.getOptions().getExtension(option))
                .findFirst()
                .orElse(null);
    }

    private static int number(
            FieldDescriptor field, Descriptors.Descriptor message, String option) {
        if (field == null) {
            throw new IllegalArgumentException(
                    "%s has no field marked (%s) = true".formatted(message.getFullName(), option));
        }
        return field.getNumber();
    }

    /**
     * The number of the one field of the primitive's input or output message that has the field's
     * type.
     */
    private static int caseOf(MethodDescriptor method, boolean isInput, FieldDescriptor field) {
        ServiceDescriptor service = method.getService();
        ExtensionLite<ServiceOptions, String> option =
                isInput ? Descriptor.inputType : Descriptor.outputType;
        Descriptors.Descriptor union = message(service, service.getOptions().getExtension(option));
        List<FieldDescriptor> cases =
                union.getFields().stream()
                        .filter(one -> one.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .filter(one -> one.getMessageType().equals(field.getMessageType()))
                        .toList();
        if (cases.size() != 1) {
            throw new IllegalArgumentException(
                    "%s has %d fields of type %s, not one"
                            .formatted(
                                    union.getFullName(),
                                    cases.size(),
                                    field.getMessageType().getFullName()));
        }
        return cases.get(0).getNumber();
    }

    /** A message of the service's package, in its file or one that this imports. */
    private static Descriptors.Descriptor message(ServiceDescriptor service, String name) {
        FileDescriptor file = service.getFile();
        return Stream.concat(Stream.of(file), file.getDependencies().stream())
                .filter(one -> one.getPackage().equals(file.getPackage()))
                .map(one -> one.findMessageTypeByName(name))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s names the message '%s', which is not in %s"
                                                .formatted(
                                                        service.getFullName(),
                                                        name,
                                                        file.getPackage())));
    }
}
