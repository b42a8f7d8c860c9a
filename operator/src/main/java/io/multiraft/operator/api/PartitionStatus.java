package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What a partition was seen to be, by the streams of its nodes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartitionStatus(
        @JsonPropertyDescription("The metadata.generation this status speaks of.")
                Long observedGeneration,
        @JsonPropertyDescription("Node that leads it; absent while none does.") String leader,
        @JsonPropertyDescription("Raft term of that leader.") Long term,
        @JsonPropertyDescription("Members that run and keep up, of all, such as 3/3.")
                String readyMembers,
        @JsonPropertyDescription("The members.") List<Member> members,
        @JsonPropertyDescription("Open sessions; may lag some seconds behind.") Long sessions,
        @JsonPropertyDescription(
                        "Whether the group has committed once. It is never formed anew after that,"
                                + " and this never becomes false again.")
                Boolean bootstrapped,
        @JsonPropertyDescription("Ready, with its reason.") List<Condition> conditions) {

    /** The same status with another number of sessions. */
    public PartitionStatus withSessions(Long count) {
        return new PartitionStatus(
                observedGeneration,
                leader,
                term,
                readyMembers,
                members,
                count,
                bootstrapped,
                conditions);
    }

    /** One member of the group. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Member(
            @Required @JsonPropertyDescription("Name of its node.") String name,
            @Required
                    @JsonPropertyDescription(
                            "Leader, Follower, Candidate, NotAMember (its disk was replaced),"
                                    + " Failed (it stopped) or Unreachable.")
                    Role role,
            @JsonPropertyDescription("What the node says about it, when something is wrong.")
                    String message) {}

    /** The part a member plays, as its node tells it. */
    public enum Role {
        Leader,
        Follower,
        Candidate,
        NotAMember,
        Failed,
        Unreachable,
        Unknown
    }
}
