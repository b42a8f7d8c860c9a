package io.multiraft.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the generator has no annotation for, or gets wrong: columns in the order of the class, keys
 * of lists, formats of numbers, enum values in the order of the class, rules written once (it sees
 * them on the field and on the accessor of a record), a config that holds any message.
 */
final class DefinitionPolish {

    /** Lists whose items have an identity, by property name, so that patches merge them by it. */
    private static final Map<String, String> LIST_KEYS =
            Map.of("conditions", "type", "members", "name", "partitions", "");

    private static final Set<String> SETS = Set.of("allowedNamespaces");

    private DefinitionPolish() {}

    static void polish(ObjectNode definition, Class<? extends CustomResource<?, ?>> kind) {
        ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
        version.set("additionalPrinterColumns", inOrderOf(kind, version));
        ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
        schema.put("description", describe(kind));
        ParameterizedType parent = (ParameterizedType) kind.getGenericSuperclass();
        ObjectNode spec = (ObjectNode) schema.at("/properties/spec");
        ObjectNode status = (ObjectNode) schema.at("/properties/status");
        spec.put("description", "What is wanted.");
        status.put("description", "What was observed; written by the operator only.");
        polish(spec, parent.getActualTypeArguments()[0]);
        polish(status, parent.getActualTypeArguments()[1]);
        if (spec.has("required")) {
            schema.putArray("required").add("spec");
        } else {
            spec.set("default", defaults(spec));
        }
    }

    /** An object left out is what its fields default to; the rules are tried on that too. */
    private static ObjectNode defaults(ObjectNode schema) {
        ObjectNode defaults = schema.objectNode();
        schema.get("properties")
                .properties()
                .forEach(
                        property -> {
                            JsonNode value = property.getValue().get("default");
                            if (value != null) {
                                defaults.set(property.getKey(), value);
                            }
                        });
        return defaults;
    }

    private static String describe(Class<?> kind) {
        return switch (kind.getSimpleName()) {
            case "MultiRaftCluster" -> "A set of nodes that together keep partitions.";
            case "Partition" -> "One Raft group of a cluster, made and described by the operator.";
            case "Session" ->
                    "A session that a cluster keeps. Deleting it ends the session and frees what"
                            + " it holds.";
            default -> throw new IllegalArgumentException("no description of " + kind);
        };
    }

    private static ArrayNode inOrderOf(Class<?> kind, ObjectNode version) {
        ArrayNode ordered = version.arrayNode();
        for (AdditionalPrinterColumn column :
                kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            for (JsonNode generated : version.get("additionalPrinterColumns")) {
                if (generated.get("name").asText().equals(column.name())) {
                    if (column.priority() == 0) {
                        ((ObjectNode) generated).remove("priority");
                    }
                    ordered.add(generated);
                }
            }
        }
        return ordered;
    }

    private static void polish(ObjectNode schema, Type type) {
        writeRulesOnce(schema);
        writeIntegerBounds(schema);
        if (type == Integer.class) {
            schema.put("format", "int32");
        } else if (type == Long.class) {
            schema.put("format", "int64");
        } else if (type instanceof Class<?> enumType && enumType.isEnum()) {
            ArrayNode values = schema.putArray("enum");
            Arrays.stream(enumType.getEnumConstants()).map(Object::toString).forEach(values::add);
        } else if (type instanceof Class<?> recordType && recordType.isRecord()) {
            polishProperties(schema, recordType);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            polish((ObjectNode) schema.get("items"), list.getActualTypeArguments()[0]);
        }
    }

    private static void polishProperties(ObjectNode schema, Class<?> recordType) {
        for (RecordComponent component : recordType.getRecordComponents()) {
            String name = component.getName();
            ObjectNode property = (ObjectNode) schema.get("properties").get(name);
            polish(property, component.getGenericType());
            if (property.path("type").asText().equals("array")) {
                polishList(property, name);
            }
            if (property.path("default").isObject() && property.has("properties")) {
                property.set("default", defaults(property));
            }
            switch (name) {
                case "kind" -> polish(property, SessionKind.class);
                case "config" -> allowAnyMessage(property);
                case "lastTransitionTime", "closedTime" -> property.put("format", "date-time");
                default -> {
                    // As generated.
                }
            }
        }
    }

    private static void polishList(ObjectNode property, String name) {
        if (SETS.contains(name)) {
            property.put("x-kubernetes-list-type", "set");
            ObjectNode items = (ObjectNode) property.get("items");
            items.put("maxLength", 63).put("pattern", Rules.DNS_LABEL);
        } else if (LIST_KEYS.containsKey(name) && property.at("/items/properties").isObject()) {
            String key = LIST_KEYS.get(name);
            JsonNode required = property.at("/items/required");
            property.put("x-kubernetes-list-type", "map")
                    .putArray("x-kubernetes-list-map-keys")
                    .add(key.isEmpty() ? required.get(0).asText() : key);
        } else {
            property.put("x-kubernetes-list-type", "atomic");
            if (property.at("/items/type").asText().equals("string")) {
                ((ObjectNode) property.get("items")).put("maxLength", 253);
            }
        }
    }

    private static void allowAnyMessage(ObjectNode config) {
        config.remove("additionalProperties");
        config.put("x-kubernetes-preserve-unknown-fields", true);
        config.putObject("properties")
                .putObject("@type")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 512)
                .put(
                        "description",
                        "Full name of the message type, with or without a prefix that ends in '/',"
                                + " such as type.googleapis.com/google.protobuf.Struct.");
        config.putArray("required").add("@type");
    }

    private static void writeRulesOnce(ObjectNode schema) {
        if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
            Set<JsonNode> distinct = new LinkedHashSet<>();
            rules.forEach(distinct::add);
            rules.removeAll().addAll(new ArrayList<>(distinct));
        }
    }

    /** 1, not 1.0. */
    private static void writeIntegerBounds(ObjectNode schema) {
        for (String bound : List.of("minimum", "maximum")) {
            if (schema.has(bound) && schema.path("type").asText().equals("integer")) {
                schema.put(bound, schema.get(bound).asLong());
            }
        }
    }
}
