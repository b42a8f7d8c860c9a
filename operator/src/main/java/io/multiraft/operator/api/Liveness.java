package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What keeps a session alive. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.type != 'Pod' || has(self.pod)",
        fieldPath = ".pod",
        message = "pod.name is required with type Pod: a pod of the session's own namespace")
@ValidationRule(
        value = "self.type == 'Pod' || !has(self.pod)",
        fieldPath = ".pod",
        message = "pod goes with type Pod only" + Liveness.OR_LEAVE_OUT)
@ValidationRule(
        value = "self.type == 'Pod' || !has(self.grace)",
        fieldPath = ".grace",
        message = "grace goes with type Pod only" + Liveness.OR_LEAVE_OUT)
@ValidationRule(
        value = "self.type == 'Pod' || !has(self.waitForStop)",
        fieldPath = ".waitForStop",
        message = "waitForStop goes with type Pod only" + Liveness.OR_LEAVE_OUT)
public record Liveness(
        @Default("Client")
                @JsonPropertyDescription(
                        "Client: the program that attaches to it, from its first keep-alive on."
                                + " Pod: a pod, until it is deleted, fails, finishes or stays not"
                                + " ready. None: nothing, it stays open until deleted.")
                Type type,
        @JsonPropertyDescription("The pod it lives with; required with type Pod.") PodReference pod,
        @Size(max = 32)
                @ValidationRule(
                        value = Rules.IS_DURATION + " && duration(self) <= duration('1h')",
                        message =
                                "grace must be a duration of at most 1h"
                                        + Rules.DURATION_DESCRIPTION)
                @JsonPropertyDescription(
                        "With type Pod: a pod that was ready once may be not ready for so long; by"
                                + " default 10s.")
                String grace,
        @JsonPropertyDescription(
                        "With type Pod: the session does not end before all containers of the pod"
                                + " are known to have stopped. Where nobody can tell, as of a pod"
                                + " deleted by force, it stays open until it is deleted.")
                Boolean waitForStop) {

    static final String OR_LEAVE_OUT = ": leave it out, or set type to Pod";

    /** Not in the schema, where it would be filled in for the other types too. */
    private static final String GRACE_DEFAULT = "10s";

    /** Kinds of liveness. */
    public enum Type {
        Client,
        Pod,
        None
    }

    /** How long the pod may be not ready, as a duration. */
    public String graceOrDefault() {
        return grace == null ? GRACE_DEFAULT : grace;
    }

    /** Whether the session outlives its pod until its containers are known to have stopped. */
    public boolean waitsForStop() {
        return Boolean.TRUE.equals(waitForStop);
    }

    /** A pod of the session's own namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PodReference(
            @Required
                    @Size(min = 1, max = 253)
                    @ValidationRule(
                            value = "self.matches('" + Rules.DNS_SUBDOMAIN + "')",
                            message =
                                    "pod.name must be the name of a pod in the session's own"
                                            + " namespace: a-z, 0-9, '-' and '.', with a letter or"
                                            + " digit at both ends")
                    @JsonPropertyDescription("Name of the pod.")
                    String name,
            // Declared so that it is refused: an unknown field could be dropped without a word.
            @Size(max = 63)
                    @ValidationRule(
                            value = "false",
                            message =
                                    "a session lives with a pod of its own namespace: leave"
                                        + " pod.namespace out, and create the session in the pod's"
                                        + " namespace (spec.clusterNamespace names the cluster's)")
                    @JsonPropertyDescription(
                            "Not to be set: the pod is one of the session's own namespace.")
                    String namespace,
            @Size(min = 1, max = 64)
                    @JsonPropertyDescription(
                            "UID of the pod; by default that of the first pod of this name that is"
                                    + " seen. A pod made anew under the same name is another pod.")
                    String uid) {}
}
