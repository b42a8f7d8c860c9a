package io.multiraft.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One Raft group of a cluster. Made by the operator; people look at it. */
@Group(ApiGroups.MULTIRAFT)
@Version(ApiGroups.VERSION)
@Kind("Partition")
@Plural("partitions")
@Singular("partition")
@ShortNames("part")
@Categories(ApiGroups.CATEGORY)
@AdditionalPrinterColumn(name = "Leader", jsonPath = ".status.leader", type = Type.STRING)
@AdditionalPrinterColumn(name = "Term", jsonPath = ".status.term", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Members", jsonPath = ".status.readyMembers", type = Type.STRING)
@AdditionalPrinterColumn(name = "Sessions", jsonPath = ".status.sessions", type = Type.INTEGER)
@AdditionalPrinterColumn(
        name = "State",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Cluster",
        jsonPath = ".spec.cluster",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Partition extends CustomResource<PartitionSpec, PartitionStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1;

    /** Null until set: a patch of the status must not carry a spec. */
    @Override
    protected PartitionSpec initSpec() {
        return null;
    }

    @Override
    protected PartitionStatus initStatus() {
        return null;
    }
}
