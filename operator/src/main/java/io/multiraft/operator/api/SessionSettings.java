package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The timeout of sessions: how long a client may be silent before its session ends. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "duration(self.minTimeout) <= duration(self.defaultTimeout)"
                        + " && duration(self.defaultTimeout) <= duration(self.maxTimeout)",
        fieldPath = ".defaultTimeout",
        message = "defaultTimeout must lie between minTimeout and maxTimeout")
public record SessionSettings(
        @Default("60s")
                @Size(max = 32)
                @ValidationRule(value = IN_BOUNDS, message = "defaultTimeout must be " + BOUNDS)
                @JsonPropertyDescription("Of sessions that ask for none.")
                String defaultTimeout,
        @Default("1s")
                @Size(max = 32)
                @ValidationRule(value = IN_BOUNDS, message = "minTimeout must be " + BOUNDS)
                @JsonPropertyDescription("The least a session may ask for.")
                String minTimeout,
        @Default("1h")
                @Size(max = 32)
                @ValidationRule(value = IN_BOUNDS, message = "maxTimeout must be " + BOUNDS)
                @JsonPropertyDescription("The most a session may ask for.")
                String maxTimeout) {

    private static final String IN_BOUNDS =
            Rules.IS_DURATION
                    + " && duration(self) >= duration('1s') && duration(self) <= duration('1h')";

    private static final String BOUNDS =
            "a duration between 1s and 1h" + Rules.DURATION_DESCRIPTION;
}
