package io.multiraft.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A change that somebody might make to a proto file, made to its compiled descriptor. */
interface PlantedChange extends Consumer<FileDescriptorProto.Builder> {

    /**
     * The contract as it is compiled, recorded whole, as a change finds it: all of atomix.* taken
     * for documents. The tables of the project are left out, so that nothing here fails with them.
     */
    static Contract before(Path directory) throws Exception {
        SortedMap<String, List<Fact>> facts = ContractFiles.facts(ContractFiles.compiled());
        List<String> published =
                flat(facts).stream()
                        .filter(fact -> fact.name().startsWith("atomix."))
                        .map(Fact::toString)
                        .toList();
        Files.write(directory.resolve(Contract.DOCUMENTS), published);
        Files.writeString(directory.resolve(Contract.EXTENSIONS), "# Ours.\n");
        Files.writeString(directory.resolve(Contract.REST), "# The rest.\n");
        Contract.read(directory).record(directory, facts);
        return Contract.read(directory);
    }

    /** The facts of the whole contract with the change in one of its files. */
    static SortedMap<String, List<Fact>> in(String file, PlantedChange change) throws Exception {
        SortedMap<String, FileDescriptor> files = ContractFiles.compiled();
        FileDescriptorProto.Builder proto = files.get(file).toProto().toBuilder();
        change.accept(proto);
        FileDescriptor[] imports = files.get(file).getDependencies().toArray(FileDescriptor[]::new);
        files.put(file, FileDescriptor.buildFrom(proto.build(), imports));
        return ContractFiles.facts(files);
    }

    static List<Fact> flat(SortedMap<String, List<Fact>> facts) {
        return facts.values().stream().flatMap(List::stream).toList();
    }

    static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
        return file.getMessageTypeBuilderList().stream()
                .filter(message -> message.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static FieldDescriptorProto.Builder field(
            FileDescriptorProto.Builder file, String message, int position) {
        return message(file, message).getFieldBuilder(position);
    }

    static MethodDescriptorProto.Builder method(FileDescriptorProto.Builder file, int position) {
        return file.getServiceBuilder(0).getMethodBuilder(position);
    }

    static FieldDescriptorProto uint64(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(Type.TYPE_UINT64)
                .setLabel(Label.LABEL_OPTIONAL)
                .build();
    }
}
