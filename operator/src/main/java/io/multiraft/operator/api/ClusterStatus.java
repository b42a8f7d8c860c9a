package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What a cluster was seen to be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterStatus(
        @JsonPropertyDescription("The metadata.generation this status speaks of.")
                Long observedGeneration,
        @JsonPropertyDescription("Ready nodes of all, such as 3/3.") String readyNodes,
        @JsonPropertyDescription(
                        "Partitions of which a majority of the members runs, of all, such as 3/3.")
                String quorum,
        @JsonPropertyDescription("Partitions with a leader, of all, such as 3/3.") String leaders,
        @JsonPropertyDescription("Version of the nodes; several while they differ.") String version,
        @JsonPropertyDescription("The partitions, and who leads them.")
                List<PartitionSummary> partitions,
        @JsonPropertyDescription(
                        "Ready, Available and Progressing, with their reasons; with"
                                + " sessionMirroring also SessionsMirrored.")
                List<Condition> conditions) {

    /** A partition as its cluster lists it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PartitionSummary(
            @Required @JsonPropertyDescription("Number of the partition, from 1.") Integer id,
            @JsonPropertyDescription("Node that leads it; absent while none does.") String leader,
            @JsonPropertyDescription(
                            "Whether the group has committed once. It is never formed anew after"
                                    + " that.")
                    Boolean bootstrapped) {}
}
