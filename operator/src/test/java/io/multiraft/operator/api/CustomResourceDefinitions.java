package io.multiraft.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the custom resource definitions from the classes: fabric8's generator, then our polish. */
public final class CustomResourceDefinitions {

    private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(MultiRaftCluster.class, Partition.class, Session.class);

    private static final YAMLMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .build());

    private static final String HEADER =
            "# Generated from the classes in operator/src/main/java/io/multiraft/operator/api.\n"
                    + "# Change those, then: mvn -f operator/pom.xml test"
                    + " -Dtest=CustomResourceDefinitionsTest -Drewrite=true\n";

    private static Map<String, JsonNode> trees;

    private CustomResourceDefinitions() {}

    /** The definitions as YAML, by file name. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        trees().forEach(
                        (name, tree) -> {
                            try {
                                files.put(name + ".yaml", HEADER + YAML.writeValueAsString(tree));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        return files;
    }

    /** The schema of the spec of one definition. */
    public static JsonNode specOf(String name) {
        return trees().get(name).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }

    /** The definitions as trees, by name. Not to be changed: they are made once. */
    static synchronized Map<String, JsonNode> trees() {
        if (trees == null) {
            trees = generate();
        }
        return trees;
    }

    private static Map<String, JsonNode> generate() {
        Map<String, JsonNode> trees = new TreeMap<>();
        for (Class<? extends CustomResource<?, ?>> kind : KINDS) {
            ObjectNode tree = generate(kind);
            DefinitionPolish.polish(tree, kind);
            trees.put(tree.at("/metadata/name").asText(), tree);
        }
        return trees;
    }

    private static ObjectNode generate(Class<? extends CustomResource<?, ?>> kind) {
        try (var output = new MemoryOutput()) {
            new CRDGenerator()
                    .customResourceClasses(List.of(kind))
                    .forCRDVersions("v1")
                    .withOutput(output)
                    .generate();
            return (ObjectNode) YAML.readTree(output.bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the one document of the generator. */
    private static final class MemoryOutput implements CRDGenerator.CRDOutput<OutputStream> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public OutputStream outputFor(String name) {
            return bytes;
        }

        @Override
        public void close() {}
    }
}
