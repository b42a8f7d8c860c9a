package io.multiraft.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import io.multiraft.proto.multiraft.v1.Descriptor;
import io.multiraft.proto.multiraft.v1.PartitionInput;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where descriptors of the contract's files come from, by the path of the file. */
final class ContractFiles {
    private static final String GOOGLE = "google/";

    private ContractFiles() {}

    /**
     * The files that were compiled into this module, found by looking at its classes rather than by
     * a list, so that a new file cannot be forgotten.
     */
    static SortedMap<String, FileDescriptor> compiled() throws Exception {
        Path classes =
                Path.of(
                        PartitionInput.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        SortedMap<String, FileDescriptor> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(classes)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = classes.relativize(path).toString();
                if (name.endsWith(".class") && !name.contains("$")) {
                    String className = name.replaceAll("\\.class$", "").replaceAll("[/\\\\]", ".");
                    Optional<FileDescriptor> file = fileDescriptor(Class.forName(className));
                    file.ifPresent(found -> files.put(found.getName(), found));
                }
            }
        }
        return files;
    }

    /** The facts of a descriptor set, Google's own files left out. */
    static List<Fact> factsOfImage(Path image) throws Exception {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        Descriptor.registerAllExtensions(options);
        Map<String, FileDescriptor> linked = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        // In an image every file comes after the files that it imports.
        for (FileDescriptorProto file :
                FileDescriptorSet.parseFrom(Files.readAllBytes(image), options).getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream()
                            .map(linked::get)
                            .toArray(FileDescriptor[]::new);
            linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            if (!file.getName().startsWith(GOOGLE)) {
                facts.addAll(DescriptorFacts.of(linked.get(file.getName())));
            }
        }
        return facts;
    }

    static SortedMap<String, List<Fact>> facts(SortedMap<String, FileDescriptor> files) {
        SortedMap<String, List<Fact>> facts = new TreeMap<>();
        files.forEach((path, file) -> facts.put(path, DescriptorFacts.of(file)));
        return facts;
    }

    private static Optional<FileDescriptor> fileDescriptor(Class<?> type)
            throws ReflectiveOperationException {
        Optional<Method> getter =
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals("getDescriptor"))
                        .filter(method -> method.getReturnType() == FileDescriptor.class)
                        .findFirst();
        return getter.isPresent()
                ? Optional.of((FileDescriptor) getter.get().invoke(null))
                : Optional.empty();
    }
}
