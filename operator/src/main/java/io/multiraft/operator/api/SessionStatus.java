package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What a session was seen to be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionStatus(
        @JsonPropertyDescription("The metadata.generation this status speaks of.")
                Long observedGeneration,
        @JsonPropertyDescription(
                        "NONE: not asked for yet. OPENING: open on some of its partitions. OPENED:"
                                + " on all. CLOSING: ended on some. CLOSED: on all, for good.")
                SessionState state,
        @JsonPropertyDescription("Partitions on which it is open, of those it needs, such as 3/3.")
                String openPartitions,
        @JsonPropertyDescription("The partitions it lives on.") List<PartitionSession> partitions,
        @JsonPropertyDescription("Rises each time a program attaches to the session.") Long version,
        @JsonPropertyDescription("The pod it lives with, with liveness Pod.") BoundPod pod,
        @JsonPropertyDescription("When it was seen to be closed.") String closedTime,
        @JsonPropertyDescription(
                        "Ready; with liveness Pod also PodAlive, with a projection also Projected.")
                List<Condition> conditions) {

    public SessionStatus withConditions(List<Condition> others) {
        return new SessionStatus(
                observedGeneration,
                state,
                openPartitions,
                partitions,
                version,
                pod,
                closedTime,
                others);
    }

    /** The session as one partition holds it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PartitionSession(
            @Required @JsonPropertyDescription("Number of the partition.") Integer partition,
            @JsonPropertyDescription("Id of the session in that partition.") Long sessionId,
            @JsonPropertyDescription(
                            "Rises each time a program attaches. Partition, id and epoch are the"
                                    + " fencing token of the session.")
                    Long epoch,
            @Required @JsonPropertyDescription("State of the session in that partition.")
                    SessionState state) {}

    /** The one pod that keeps the session alive. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BoundPod(
            @Required
                    @JsonPropertyDescription(
                            "UID of the pod: one made anew under the same name is another pod.")
                    String uid) {}
}
