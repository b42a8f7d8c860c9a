package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The PodDisruptionBudget of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DisruptionBudget(
        @Default("true") @JsonPropertyDescription("Whether there is one.") Boolean enabled,
        @Min(1)
                @Max(100)
                @JsonPropertyDescription(
                        "Nodes that may be evicted at a time; by default as many as every"
                                + " partition can lose, at least 1.")
                Integer maxUnavailable) {}
