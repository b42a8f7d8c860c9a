package io.multiraft.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A set of nodes that together keep a fixed number of partitions. Columns print in this order. */
@Group(ApiGroups.MULTIRAFT)
@Version(ApiGroups.VERSION)
@Kind("MultiRaftCluster")
@Plural("multiraftclusters")
@Singular("multiraftcluster")
@ShortNames("mrc")
@Categories(ApiGroups.CATEGORY)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.readyNodes", type = Type.STRING)
@AdditionalPrinterColumn(name = "Quorum", jsonPath = ".status.quorum", type = Type.STRING)
@AdditionalPrinterColumn(name = "Leaders", jsonPath = ".status.leaders", type = Type.STRING)
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Replication",
        jsonPath = ".spec.replicationFactor",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Storage",
        jsonPath = ".spec.storage.size",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
        value =
                "self.metadata.name.size() <= 50"
                        + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "the name of a cluster must start with a letter, hold only a-z, 0-9 and '-', and be"
                        + " at most 50 characters long: its pods and Services are named after it")
public class MultiRaftCluster extends CustomResource<ClusterSpec, ClusterStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1;

    /** Null until set: a patch of the status must not carry a spec. */
    @Override
    protected ClusterSpec initSpec() {
        return null;
    }

    @Override
    protected ClusterStatus initStatus() {
        return null;
    }
}
