package io.multiraft.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.multiraft.operator.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {

    private static final Path DIRECTORY = Path.of("..", "deploy", "crds");

    @Test
    void filesInDeployAreThoseOfTheClasses() throws Exception {
        Map<String, String> generated = CustomResourceDefinitions.files();
        generated.forEach(
                (name, content) -> Golden.assertMatches(DIRECTORY.resolve(name), content));
        try (var files = Files.list(DIRECTORY)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml"))
                                    .collect(Collectors.toSet()))
                    .isEqualTo(generated.keySet());
        }
    }

    /** Objects larger than this cannot be applied by kubectl's client-side apply. */
    @Test
    void everyDefinitionFitsIntoAnAnnotation() {
        CustomResourceDefinitions.trees()
                .forEach((name, tree) -> assertThat(tree.toString()).hasSizeLessThan(256 * 1024));
    }

    @Test
    void everyFieldIsExplained() {
        List<String> silent = new ArrayList<>();
        CustomResourceDefinitions.trees()
                .forEach(
                        (name, tree) -> {
                            if (schema(tree).path("description").asText().isBlank()) {
                                silent.add(name);
                            }
                            collectSilent(name, schema(tree), silent);
                        });
        assertThat(silent).isEmpty();
    }

    /** The cost estimator of the API server refuses rules over data without bounds. */
    @Test
    void everyStringAndListThatPeopleWriteIsBounded() {
        List<String> unbounded = new ArrayList<>();
        CustomResourceDefinitions.trees()
                .forEach(
                        (name, tree) ->
                                collectUnbounded(
                                        name, schema(tree).at("/properties/spec"), unbounded));
        assertThat(unbounded).isEmpty();
    }

    @Test
    void ageIsTheLastColumn() {
        CustomResourceDefinitions.trees()
                .forEach(
                        (name, tree) -> {
                            JsonNode columns = tree.at("/spec/versions/0/additionalPrinterColumns");
                            assertThat(columns.get(columns.size() - 1).get("name").asText())
                                    .as(name)
                                    .isEqualTo("Age");
                        });
    }

    private static JsonNode schema(JsonNode definition) {
        return definition.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static void collectSilent(String path, JsonNode schema, List<String> silent) {
        schema.path("properties")
                .properties()
                .forEach(
                        property -> {
                            String here = path + "." + property.getKey();
                            if (property.getValue().path("description").asText().isBlank()) {
                                silent.add(here);
                            }
                            collectSilent(here, property.getValue(), silent);
                            collectSilent(here, property.getValue().path("items"), silent);
                        });
    }

    private static void collectUnbounded(String path, JsonNode schema, List<String> unbounded) {
        boolean bounded =
                switch (schema.path("type").asText()) {
                    case "string" -> schema.has("maxLength") || schema.has("enum");
                    case "array" -> schema.has("maxItems");
                    case "object" -> schema.has("properties") || schema.has("maxProperties");
                    default -> true;
                };
        if (!bounded) {
            unbounded.add(path);
        }
        schema.path("properties")
                .properties()
                .forEach(
                        property ->
                                collectUnbounded(
                                        path + "." + property.getKey(),
                                        property.getValue(),
                                        unbounded));
        if (schema.has("items")) {
            collectUnbounded(path + "[]", schema.get("items"), unbounded);
        }
    }
}
