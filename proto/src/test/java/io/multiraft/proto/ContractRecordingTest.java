package io.multiraft.proto;

import static io.multiraft.proto.PlantedChange.flat;
import static io.multiraft.proto.PlantedChange.message;
import static io.multiraft.proto.PlantedChange.uint64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Adds to the contract and looks whether the addition, and nothing else, is recorded. */
class ContractRecordingTest {
    private static final String SESSION = "atomix/session/session.proto";
    private static final String NODE = "multiraft/node/v1/node.proto";

    @TempDir private Path directory;
    private Contract contract;

    @BeforeEach
    void recordTheContractAsItIs() throws Exception {
        contract = PlantedChange.before(directory);
    }

    static Stream<Arguments> additionsInsideDocuments() {
        return Stream.of(
                arguments(
                        "a field of ours in a document's message",
                        SESSION,
                        change(
                                file ->
                                        message(file, "KeepAliveRequest")
                                                .addField(uint64("epoch", 100))),
                        Contract.EXTENSIONS,
                        List.of("field atomix.session.KeepAliveRequest.epoch = 100 uint64")),
                arguments(
                        "an RPC of ours in a document's service",
                        SESSION,
                        change(
                                file ->
                                        file.getServiceBuilder(0)
                                                .addMethodBuilder()
                                                .setName("Renew")
                                                .setInputType("KeepAliveRequest")
                                                .setOutputType("KeepAliveResponse")),
                        Contract.EXTENSIONS,
                        List.of(
                                "rpc atomix.session.SessionService.Renew"
                                        + " (atomix.session.KeepAliveRequest) returns"
                                        + " (atomix.session.KeepAliveResponse)")),
                arguments(
                        "an enum of ours inside a document's message",
                        SESSION,
                        change(
                                file ->
                                        message(file, "KeepAliveRequest")
                                                .addEnumType(
                                                        EnumDescriptorProto.newBuilder()
                                                                .setName("Mode"))
                                                .getEnumTypeBuilder(0)
                                                .addValueBuilder()
                                                .setName("EAGER")
                                                .setNumber(0)),
                        Contract.EXTENSIONS,
                        List.of(
                                "enum atomix.session.KeepAliveRequest.Mode",
                                "value atomix.session.KeepAliveRequest.Mode.EAGER = 0")));
    }

    static Stream<Arguments> additionsElsewhere() {
        return Stream.of(
                arguments(
                        "a published message that was left out so far",
                        SESSION,
                        change(
                                file ->
                                        file.addMessageType(
                                                DescriptorProto.newBuilder()
                                                        .setName("Ping")
                                                        .addField(uint64("count", 1)))),
                        Contract.REST,
                        List.of(
                                "message atomix.session.Ping",
                                "field atomix.session.Ping.count = 1 uint64")),
                arguments(
                        "a field in a message of ours",
                        NODE,
                        change(
                                file ->
                                        message(file, "GetStatusRequest")
                                                .addField(uint64("partition_id", 1))),
                        Contract.REST,
                        List.of(
                                "field multiraft.node.v1.GetStatusRequest.partition_id = 1"
                                        + " uint64")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"additionsInsideDocuments", "additionsElsewhere"})
    void recordsAnAdditionAndNothingElse(
            String name, String file, PlantedChange change, String table, List<String> lines)
            throws Exception {
        SortedMap<String, List<Fact>> facts = PlantedChange.in(file, change);
        List<String> before = allLines();
        assertThat(contract.violations(flat(facts))).isEmpty();
        assertThat(contract.additions(flat(facts)))
                .extracting(Fact::toString)
                .containsExactlyElementsOf(lines);

        contract.record(directory, facts);

        assertThat(allLines()).containsAll(before);
        assertThat(Contract.read(directory).additions(flat(facts))).isEmpty();
        assertThat(Files.readAllLines(directory.resolve(table))).containsSequence(lines);
        assertThat(allLines().stream().filter(line -> !before.contains(line)))
                .containsAll(lines)
                .allMatch(line -> lines.contains(line) || line.equals("# " + file));
    }

    @Test
    void changesNoTableWhenNothingIsNew() throws Exception {
        List<String> before = allLines();

        contract.record(directory, ContractFiles.facts(ContractFiles.compiled()));

        assertThat(allLines()).isEqualTo(before);
    }

    @Test
    void refusesALineThatIsNoFact() throws Exception {
        Files.writeString(directory.resolve(Contract.REST), "fields a.b = 1 bool\n");

        assertThatThrownBy(() -> Contract.read(directory))
                .hasMessageContaining("not a fact: \"fields a.b = 1 bool\"")
                .hasMessageContaining("message, field, enum, value, service, rpc or extension");
    }

    @Test
    void refusesASubjectThatIsRecordedTwice() throws Exception {
        Files.writeString(
                directory.resolve(Contract.REST),
                "# Ours.\nmessage atomix.session.KeepAliveRequest\n");

        assertThatThrownBy(() -> Contract.read(directory))
                .hasMessage(
                        "rest.txt:2: message atomix.session.KeepAliveRequest is already recorded in"
                                + " documents.txt");
    }

    private List<String> allLines() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String table : List.of(Contract.DOCUMENTS, Contract.EXTENSIONS, Contract.REST)) {
            lines.addAll(Files.readAllLines(directory.resolve(table)));
        }
        return lines;
    }

    private static PlantedChange change(PlantedChange change) {
        return change;
    }
}
