package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One aspect of an object's state, in the form that {@code kubectl wait --for=condition} reads. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
        @Required @JsonPropertyDescription("What is judged, such as Ready.") String type,
        @Required @JsonPropertyDescription("True, False or Unknown.") Status status,
        @JsonPropertyDescription("The metadata.generation this judgement was made for.")
                Long observedGeneration,
        @Required @JsonPropertyDescription("When the status last changed.")
                String lastTransitionTime,
        @Required @JsonPropertyDescription("Why, in one CamelCase word made for programs.")
                String reason,
        @Required @JsonPropertyDescription("Why, in a sentence made for people.") String message) {

    /** Whether the aspect holds. */
    public enum Status {
        True,
        False,
        Unknown
    }

    /** The same judgement, which holds for a later generation of the object too. */
    public Condition observedAt(Long generation) {
        return new Condition(type, status, generation, lastTransitionTime, reason, message);
    }

    public boolean holds() {
        return status == Status.True;
    }
}
