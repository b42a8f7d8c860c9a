package io.multiraft.proto;

import static io.multiraft.proto.PlantedChange.field;
import static io.multiraft.proto.PlantedChange.flat;
import static io.multiraft.proto.PlantedChange.message;
import static io.multiraft.proto.PlantedChange.method;
import static io.multiraft.proto.PlantedChange.uint64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks the contract in every way there is and looks whether the break is named. */
class ContractViolationTest {
    private static final String SESSION = "atomix/session/session.proto";
    private static final String HEADERS = "atomix/headers/headers.proto";
    private static final String FSM = "atomix/multiraft/v1/fsm.proto";
    private static final String PARTITION = "atomix/multiraft/v1/partition.proto";
    private static final String MAP = "atomix/multiraft/map/v1/service.proto";
    private static final String DESCRIPTOR = "atomix/multiraft/v1/descriptor.proto";
    private static final String NODE = "multiraft/node/v1/node.proto";

    @TempDir private Path directory;

    static Stream<Arguments> brokenFields() {
        return Stream.of(
                arguments(
                        "a field is gone",
                        SESSION,
                        change(file -> message(file, "CloseSessionRequest").removeField(1)),
                        "removed: field atomix.session.CloseSessionRequest.delete = 2 bool"),
                arguments(
                        "a field has another name",
                        SESSION,
                        change(file -> field(file, "CloseSessionRequest", 1).setName("erase")),
                        "removed: field atomix.session.CloseSessionRequest.delete = 2 bool"),
                arguments(
                        "a field has another number",
                        HEADERS,
                        change(file -> field(file, "StreamHeader", 0).setNumber(9)),
                        "changed: field atomix.headers.StreamHeader.stream_id = 1 uint64  ->"
                                + "  field atomix.headers.StreamHeader.stream_id = 9 uint64"),
                arguments(
                        "a field has another type",
                        HEADERS,
                        change(file -> field(file, "StreamHeader", 0).setType(Type.TYPE_SINT64)),
                        "changed: field atomix.headers.StreamHeader.stream_id = 1 uint64  ->"
                                + "  field atomix.headers.StreamHeader.stream_id = 1 sint64"),
                arguments(
                        "a field is repeated",
                        HEADERS,
                        change(
                                file ->
                                        field(file, "StreamHeader", 0)
                                                .setLabel(Label.LABEL_REPEATED)),
                        "->  field atomix.headers.StreamHeader.stream_id = 1 repeated uint64"),
                arguments(
                        "a field leaves its oneof",
                        FSM,
                        change(file -> field(file, "SessionOutput", 2).clearOneofIndex()),
                        "->  field atomix.multiraft.v1.SessionOutput.service_output = 3"
                                + " atomix.multiraft.v1.ServiceOutput"));
    }

    static Stream<Arguments> brokenMessagesAndEnums() {
        return Stream.of(
                arguments(
                        "a map becomes a plain list",
                        FSM,
                        change(
                                file ->
                                        message(file, "KeepAliveInput")
                                                .getNestedTypeBuilder(0)
                                                .clearOptions()),
                        "changed: message"
                            + " atomix.multiraft.v1.KeepAliveInput.OutputStreamSequenceNumsEntry"
                            + " map_entry"),
                arguments(
                        "an enum value has another number",
                        HEADERS,
                        change(file -> file.getEnumTypeBuilder(1).getValueBuilder(2).setNumber(3)),
                        "changed: value atomix.headers.ResponseStatus.NOT_LEADER = 2  ->"
                                + "  value atomix.headers.ResponseStatus.NOT_LEADER = 3"),
                arguments(
                        "an enum value has another name",
                        HEADERS,
                        change(file -> file.getEnumTypeBuilder(1).getValueBuilder(2).setName("NO")),
                        "removed: value atomix.headers.ResponseStatus.NOT_LEADER = 2"));
    }

    static Stream<Arguments> brokenServices() {
        return Stream.of(
                arguments(
                        "an RPC is gone",
                        PARTITION,
                        change(file -> file.getServiceBuilder(0).removeMethod(3)),
                        "removed: rpc atomix.multiraft.v1.Partition.Watch"),
                arguments(
                        "an RPC no longer streams",
                        PARTITION,
                        change(file -> method(file, 3).setServerStreaming(false)),
                        "->  rpc atomix.multiraft.v1.Partition.Watch"
                                + " (atomix.multiraft.v1.WatchPartitionRequest) returns"
                                + " (atomix.multiraft.v1.WatchPartitionResponse)"),
                arguments(
                        "an RPC takes another request",
                        SESSION,
                        change(file -> method(file, 0).setInputType("KeepAliveRequest")),
                        "->  rpc atomix.session.SessionService.OpenSession"
                                + " (atomix.session.KeepAliveRequest) returns"),
                arguments(
                        "a command becomes a plain RPC",
                        MAP,
                        change(file -> method(file, 3).clearOptions()),
                        "changed: rpc atomix.multiraft.map.v1.Map.Put"),
                arguments(
                        "an option has another number",
                        DESCRIPTOR,
                        change(file -> file.getExtensionBuilder(2).setNumber(60003)),
                        "->  extension atomix.multiraft.v1.snapshot_type = 60003 string on"
                                + " google.protobuf.ServiceOptions"),
                arguments(
                        "a service is gone",
                        NODE,
                        change(file -> file.clearService()),
                        "removed: service multiraft.node.v1.Node"));
    }

    static Stream<Arguments> numbersThatAreNotOurs() {
        return Stream.of(
                arguments(
                        "a field of ours has a published number",
                        SESSION,
                        change(
                                file ->
                                        message(file, "KeepAliveRequest")
                                                .addField(uint64("epoch", 2))),
                        "number below 100: field atomix.session.KeepAliveRequest.epoch = 2 uint64"),
                arguments(
                        "an enum value of ours has a published number",
                        HEADERS,
                        change(
                                file ->
                                        file.getEnumTypeBuilder(1)
                                                .addValueBuilder()
                                                .setName("BUSY")
                                                .setNumber(3)),
                        "number below 100: value atomix.headers.ResponseStatus.BUSY = 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "brokenFields",
        "brokenMessagesAndEnums",
        "brokenServices",
        "numbersThatAreNotOurs"
    })
    void namesWhatIsBroken(String name, String file, PlantedChange change, String named)
            throws Exception {
        List<Fact> facts = flat(PlantedChange.in(file, change));

        assertThat(PlantedChange.before(directory).violations(facts))
                .anySatisfy(line -> assertThat(line).contains(named));
    }

    private static PlantedChange change(PlantedChange change) {
        return change;
    }
}
