package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The requests that a fuzzer starts from or has found. With -Drewrite=true, makes the first anew.
 */
class RequestCorpusTest {

    private static final Path CORPUS = Path.of("src/test/testdata/fuzz/request");
    private static final String REAL = "real-";

    @BeforeAll
    static void rewrite() throws IOException {
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(CORPUS);
            for (int i = 0; i < RequestTarget.METHODS.size(); i++) {
                Files.write(CORPUS.resolve(REAL + (i + 1)), seed(i));
            }
        }
    }

    @Test
    void everyRequestIsAnsweredAndStopsNobody() throws IOException {
        List<Path> inputs = inputs();

        assertThat(inputs).hasSizeGreaterThanOrEqualTo(RequestTarget.METHODS.size());
        for (Path input : inputs) {
            try {
                RequestTarget.isTaken(Files.readAllBytes(input));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(input + " breaks the target", e);
            }
        }
    }

    @Test
    void whatIsWellFormedReachesTheStateMachine() throws IOException {
        for (Path input : inputs()) {
            if (input.getFileName().toString().startsWith(REAL)) {
                assertThat(RequestTarget.isTaken(Files.readAllBytes(input)))
                        .as("%s is taken; if the API has changed, -Drewrite=true", input)
                        .isTrue();
            }
        }
    }

    private static List<Path> inputs() throws IOException {
        try (Stream<Path> inputs = Files.list(CORPUS)) {
            return inputs.sorted().toList();
        }
    }

    /** A request of a method in which every field is set. */
    private static byte[] seed(int method) throws IOException {
        MethodDescriptor descriptor = RequestTarget.METHODS.get(method);
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.write(method);
        filled(descriptor.getInputType(), descriptor.getService().equals(Samples.MAP))
                .writeTo(seed);
        return seed.toByteArray();
    }

    private static DynamicMessage filled(Descriptor type, boolean ofMap) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (!field.isRepeated()) {
                message.setField(field, value(field, ofMap));
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, boolean ofMap) {
        return switch (field.getJavaType()) {
            case MESSAGE ->
                    field.getMessageType().equals(Any.getDescriptor())
                            ? Any.pack(Empty.getDefaultInstance())
                            : filled(field.getMessageType(), ofMap);
            case LONG -> number(field.getName(), ofMap);
            case INT -> 1;
            case BOOLEAN -> false;
            case STRING -> field.getName().equals("service") ? "" : "k";
            case BYTE_STRING ->
                    field.getName().endsWith("filter")
                            ? ByteString.EMPTY
                            : ByteString.copyFromUtf8("v");
            case ENUM -> field.getEnumType().findValueByNumber(0);
            default -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    private static long number(String name, boolean ofMap) {
        return switch (name) {
            case "session_id" -> RequestTarget.SESSION_ID;
            case "service_id" -> ofMap ? RequestTarget.MAP_ID : RequestTarget.COUNTER_ID;
            case "seconds" -> 60;
            default -> 1;
        };
    }
}
