package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * What session is wanted. Only {@code ttlAfterClosed} can be changed: most of the rest is in the
 * log.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "self.cluster == oldSelf.cluster &&"
                        + " has(self.clusterNamespace) == has(oldSelf.clusterNamespace) &&"
                        + " (!has(self.clusterNamespace) ||"
                        + " self.clusterNamespace == oldSelf.clusterNamespace)",
        fieldPath = ".cluster",
        message = "cluster cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value =
                "has(self.primitive) == has(oldSelf.primitive) &&"
                        + " (!has(self.primitive) || self.primitive == oldSelf.primitive)",
        fieldPath = ".primitive",
        message = "primitive cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value =
                "has(self.kind) == has(oldSelf.kind) &&"
                        + " (!has(self.kind) || self.kind == oldSelf.kind)",
        fieldPath = ".kind",
        message = "kind cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value =
                "has(self.timeout) == has(oldSelf.timeout) &&"
                        + " (!has(self.timeout) || self.timeout == oldSelf.timeout)",
        fieldPath = ".timeout",
        message = "timeout cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value = "self.liveness == oldSelf.liveness",
        fieldPath = ".liveness",
        message = "liveness cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value =
                "has(self.config) == has(oldSelf.config) &&"
                        + " (!has(self.config) || self.config == oldSelf.config)",
        fieldPath = ".config",
        message = "config cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value =
                "has(self.projection) == has(oldSelf.projection) &&"
                        + " (!has(self.projection) || self.projection == oldSelf.projection)",
        fieldPath = ".projection",
        message = "projection cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value = "self.managedBy == oldSelf.managedBy",
        fieldPath = ".managedBy",
        message = "managedBy cannot be changed" + SessionSpec.ANEW)
@ValidationRule(
        value = "self.managedBy != 'Client' || !has(self.ttlAfterClosed)",
        fieldPath = ".ttlAfterClosed",
        message =
                "ttlAfterClosed does not go with managedBy Client: such an object goes when its"
                        + " session ends")
@ValidationRule(
        value = "self.managedBy != 'Client' || !has(self.clusterNamespace)",
        fieldPath = ".clusterNamespace",
        message =
                "clusterNamespace does not go with managedBy Client: such an object is in the"
                        + " namespace of its cluster")
@ValidationRule(
        value =
                "!has(self.kind) || has(self.primitive) || !(self.kind in ['Counter', 'Value',"
                        + " 'Lock', 'LeaderElection', 'IndexedMap'])",
        fieldPath = ".primitive",
        message =
                "primitive.id is required for the kinds Counter, Value, Lock, LeaderElection and"
                        + " IndexedMap: it picks the partition they live in")
public record SessionSpec(
        @Required
                @Size(min = 1, max = 50)
                @JsonPropertyDescription("Name of the MultiRaftCluster that keeps the session.")
                String cluster,
        @Size(min = 1, max = 63)
                @JsonPropertyDescription(
                        "Namespace of that cluster, by default the session's own. Another one must"
                                + " list this namespace in its allowedNamespaces; the session is"
                                + " then named <namespace>.<name>.")
                String clusterNamespace,
        @JsonPropertyDescription("The primitive it is for.") PrimitiveReference primitive,
        @SchemaFrom(type = SessionKind.class)
                @JsonPropertyDescription(
                        "Kind of that primitive. Counter, Value, Lock, LeaderElection and"
                                + " IndexedMap live in one partition, Map, Set, CounterMap and"
                                + " MultiMap in all; without a kind the session is opened on all.")
                String kind,
        @JsonPropertyDescription(
                        "Configuration for the primitive: an object whose @type names its message"
                                + " type, with that message's fields beside it.")
                Map<String, Object> config,
        @Size(max = 32)
                @ValidationRule(
                        value =
                                Rules.IS_DURATION
                                        + " && duration(self) >= duration('1s')"
                                        + " && duration(self) <= duration('1h')",
                        message =
                                "timeout must be a duration between 1s and 1h"
                                        + Rules.DURATION_DESCRIPTION)
                @JsonPropertyDescription(
                        "How long its client may be silent before the session ends; by default"
                                + " what the cluster says.")
                String timeout,
        @Default("{}") @JsonPropertyDescription("What keeps the session alive.") Liveness liveness,
        @JsonPropertyDescription(
                        "Where programs find the session's ids and fencing token; by default only"
                                + " in its status.")
                Projection projection,
        @Size(max = 32)
                @ValidationRule(
                        value = Rules.IS_DURATION,
                        message = "ttlAfterClosed must be a duration" + Rules.DURATION_DESCRIPTION)
                @JsonPropertyDescription(
                        "After this long in state CLOSED the object is deleted; by default never.")
                String ttlAfterClosed,
        @Default("Operator")
                @JsonPropertyDescription(
                        "Operator: the session is opened for this object. Client: a client has"
                                + " opened it, and the operator shows it (sessionMirroring of the"
                                + " cluster); such an object is not to be created by anybody else,"
                                + " cannot be changed, and its deletion ends the session.")
                ManagedBy managedBy) {

    static final String ANEW = ": delete the session and create it anew";

    /** Who has opened a session. */
    public enum ManagedBy {
        Operator,
        Client
    }

    /** The primitive by its id. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PrimitiveReference(
            @Required
                    @Size(min = 1, max = 253)
                    @JsonPropertyDescription("Id of the primitive; its hash picks the partition.")
                    String id) {}

    /** An object that the operator keeps as the session is, for pods to mount. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Projection(
            @Required
                    @Size(min = 1, max = 253)
                    @ValidationRule(
                            value = "self.matches('" + Rules.DNS_SUBDOMAIN + "')",
                            message =
                                    "configMapName must hold only a-z, 0-9, '-' and '.', with a"
                                            + " letter or digit at both ends")
                    @JsonPropertyDescription(
                            "Name of a ConfigMap in the session's namespace, which the operator"
                                    + " makes when the session is open and keeps up to date.")
                    String configMapName) {}
}
