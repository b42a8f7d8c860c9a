package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A taint that pods put up with, in the words of Kubernetes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Toleration(
        @Size(max = 316) @JsonPropertyDescription("Key of the taint; none: every key.") String key,
        @JsonPropertyDescription("Equal, the default, or Exists.") Operator operator,
        @Size(max = 63) @JsonPropertyDescription("Value of the taint, for Equal.") String value,
        @JsonPropertyDescription("Effect of the taint; none: every effect.") Effect effect,
        @JsonPropertyDescription("How long NoExecute is put up with; none: forever.")
                Long tolerationSeconds) {

    /** How the value is compared. */
    public enum Operator {
        Equal,
        Exists
    }

    /** What a taint does. */
    public enum Effect {
        NoSchedule,
        PreferNoSchedule,
        NoExecute
    }
}
