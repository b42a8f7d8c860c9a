package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What a cluster is to be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.nodes >= self.replicationFactor",
        fieldPath = ".nodes",
        // Text and numbers are not joined here: that would exceed the API server's cost limit.
        message =
                "nodes must be at least replicationFactor, 3 unless said otherwise: no two members"
                        + " of a partition may sit on one node")
public record ClusterSpec(
        @Default("3")
                @Min(1)
                @Max(100)
                @ValidationRule(
                        value = "self == oldSelf",
                        message =
                                "nodes is fixed when the cluster is created: members cannot be"
                                        + " moved between nodes yet")
                @JsonPropertyDescription(
                        "Number of nodes, each a pod with a volume. Fixed when the cluster is"
                                + " created.")
                Integer nodes,
        @Default("3")
                @Min(1)
                @Max(1000)
                @ValidationRule(
                        value = "self == oldSelf",
                        message =
                                "partitions is fixed when the cluster is created: where a key or a"
                                        + " session lives is computed from it")
                @JsonPropertyDescription(
                        "Number of partitions. Each is a Raft group of its own, so more of them"
                                + " spread the work of leading. Fixed when the cluster is created.")
                Integer partitions,
        @Default("3")
                @ValidationRule(
                        value = "self == 1 || self == 3 || self == 5",
                        message =
                                "replicationFactor must be 1, 3 or 5: an even number of members"
                                        + " tolerates no more failures than one fewer")
                @ValidationRule(
                        value = "self == oldSelf",
                        message =
                                "replicationFactor is fixed when the cluster is created: members"
                                        + " cannot be added or removed yet")
                @JsonPropertyDescription(
                        "Number of members of each partition: 3 survive the loss of 1 node, 5 of"
                                + " 2. Fixed when the cluster is created.")
                Integer replicationFactor,
        @Size(min = 1, max = 512)
                @JsonPropertyDescription(
                        "Image of the nodes; by default the one of the operator's own version.")
                String image,
        @JsonPropertyDescription(
                        "When the image is pulled: Always, IfNotPresent or Never; by default what"
                                + " the operator was told.")
                ImagePullPolicy imagePullPolicy,
        @Size(max = 16)
                @JsonPropertyDescription(
                        "Names of Secrets of the cluster's namespace with which to pull the image.")
                List<String> imagePullSecrets,
        @Default("{}") @JsonPropertyDescription("What each node asks for and may use at most.")
                Resources resources,
        @Default("{}") @JsonPropertyDescription("The volume of each node.") Storage storage,
        @Size(max = 100)
                @JsonPropertyDescription(
                        "Other namespaces whose Session objects this cluster serves.")
                List<String> allowedNamespaces,
        @Default("{}") @JsonPropertyDescription("How the nodes log.") Logging logging,
        @Default("{}") @JsonPropertyDescription("Settings of the Raft groups.") RaftSettings raft,
        @Default("{}") @JsonPropertyDescription("Bounds of sessions.") SessionSettings session,
        @Default("None")
                @JsonPropertyDescription(
                        "Which sessions of clients are shown as Session objects, with managedBy"
                                + " Client: None; Named, those that have a name; or All. Each costs"
                                + " two writes, when it opens and when it ends. The operator bounds"
                                + " how many are shown; the condition SessionsMirrored tells.")
                SessionMirroring sessionMirroring,
        @Size(max = 32)
                @JsonPropertyDescription("Labels a machine must have to run a node of the cluster.")
                Map<String, String> nodeSelector,
        @Size(max = 32) @JsonPropertyDescription("Taints of machines that the nodes put up with.")
                List<Toleration> tolerations,
        @Default("Preferred")
                @JsonPropertyDescription(
                        "Nodes are spread over machines and zones. Preferred: as well as it goes;"
                                + " Required: a node that would share a machine with another"
                                + " waits.")
                Spread spread,
        @Size(max = 253) @JsonPropertyDescription("Priority class of the pods.")
                String priorityClassName,
        @Default("{}")
                @JsonPropertyDescription("How many nodes may be evicted at a time, as for a drain.")
                DisruptionBudget podDisruptionBudget) {

    /** When an image is pulled, in the words of Kubernetes. */
    public enum ImagePullPolicy {
        Always,
        IfNotPresent,
        Never
    }

    /** Which sessions of clients are shown as objects. */
    public enum SessionMirroring {
        None,
        Named,
        All
    }

    /** How strictly nodes keep apart. */
    public enum Spread {
        Preferred,
        Required
    }
}
