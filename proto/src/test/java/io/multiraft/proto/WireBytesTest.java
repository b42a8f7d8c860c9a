package io.multiraft.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated code against bytes that were put together by hand. */
class WireBytesTest {

    /** A message of {@code contract/bytes.txt}. */
    record Sample(String type, String text, String commentedHex) {
        static Sample parse(String block) {
            String[] parts = block.split("\n----\n");
            String[] typeAndText = parts[0].split("\n", 2);
            return new Sample(typeAndText[0], typeAndText[1], parts[1]);
        }

        byte[] bytes() {
            String hex =
                    commentedHex
                            .lines()
                            .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
                            .collect(Collectors.joining());
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return type + " " + text.replaceAll("\\s+", " ");
        }
    }

    static Stream<Sample> samples() throws Exception {
        String samples = Files.readString(Contract.DIRECTORY.resolve("bytes.txt"));
        return Arrays.stream(samples.strip().split("\n\n"))
                .filter(block -> !block.startsWith("#"))
                .map(Sample::parse);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsAndWritesTheSameBytes(Sample sample) throws Exception {
        Message type = generated(sample.type());
        Message.Builder expected = type.newBuilderForType();
        TextFormat.merge(sample.text(), expected);
        Message message = type.getParserForType().parseFrom(sample.bytes());

        // Equal messages have equal unknown fields: none, so every number was known.
        assertThat(message).isEqualTo(expected.build());
        assertThat(HexFormat.of().formatHex(message.toByteArray()))
                .isEqualTo(HexFormat.of().formatHex(sample.bytes()));
    }

    /** The message as the generated code has it, rather than one made from the descriptor. */
    private static Message generated(String type) throws Exception {
        Optional<Descriptor> descriptor =
                ContractFiles.compiled().values().stream()
                        .flatMap(file -> file.getMessageTypes().stream())
                        .filter(message -> message.getFullName().equals(type))
                        .findFirst();
        assertThat(descriptor).as("message %s", type).isPresent();
        String javaPackage = descriptor.get().getFile().getOptions().getJavaPackage();
        Class<?> javaClass = Class.forName(javaPackage + "." + descriptor.get().getName());
        return Internal.getDefaultInstance(javaClass.asSubclass(Message.class));
    }
}
