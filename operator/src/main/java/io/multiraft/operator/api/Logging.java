package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How a node logs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Logging(
        @Default("text") @JsonPropertyDescription("text for people, json for collectors.")
                Format format,
        @Default("info") @JsonPropertyDescription("The least severe messages that are written.")
                Level level) {

    /** Shape of a line. */
    public enum Format {
        text,
        json
    }

    /** Severity. */
    public enum Level {
        trace,
        debug,
        info,
        warn,
        error
    }
}
