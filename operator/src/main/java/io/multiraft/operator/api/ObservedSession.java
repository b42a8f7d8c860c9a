package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the session of a client was seen to be when its object was made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedSession(
        @Required
                @JsonPropertyDescription(
                        "OPENING: open on some of the partitions it needs. OPENED: on all.")
                SessionState state,
        @Required
                @Size(max = 16)
                @JsonPropertyDescription(
                        "Partitions on which it was open, of those it needs, such as 3/3.")
                String openPartitions,
        @Required @Size(max = 1000) @JsonPropertyDescription("The partitions it lives on.")
                List<PartitionSessionId> partitions) {

    /** The session in one partition. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PartitionSessionId(
            @Required @JsonPropertyDescription("Number of the partition.") Integer partition,
            @Required @JsonPropertyDescription("Id of the session in that partition.")
                    Long sessionId) {}
}
