package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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

/**
 * A session: deleting the object ends it and frees what it holds. Most are declared by whoever
 * creates the object; one that a client has opened is shown by an object without a status, which is
 * there for as long as the session is open.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Group(ApiGroups.RUNTIME)
@Version(ApiGroups.VERSION)
@Kind("Session")
@Plural("sessions")
@Singular("session")
@ShortNames("ses")
@Categories(ApiGroups.CATEGORY)
@AdditionalPrinterColumn(name = "State", jsonPath = ".*.state", type = Type.STRING)
@AdditionalPrinterColumn(name = "Kind", jsonPath = ".spec.kind", type = Type.STRING)
@AdditionalPrinterColumn(name = "Primitive", jsonPath = ".spec.primitive.id", type = Type.STRING)
@AdditionalPrinterColumn(name = "Partitions", jsonPath = ".*.openPartitions", type = Type.STRING)
@AdditionalPrinterColumn(name = "Liveness", jsonPath = ".spec.liveness.type", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Managed-By",
        jsonPath = ".spec.managedBy",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Cluster",
        jsonPath = ".spec.cluster",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
        value =
                "self.metadata.name.size() <= 63"
                        + " && self.metadata.name.matches('"
                        + Rules.DNS_LABEL
                        + "')",
        message =
                "the name of a session must hold only a-z, 0-9 and '-', start and end with a letter"
                        + " or digit, and be at most 63 characters long")
@ValidationRule(
        value = "has(self.observed) == (self.spec.managedBy == 'Client')",
        fieldPath = ".observed",
        message =
                "observed goes with managedBy Client only, which is for the operator to set: leave"
                        + " both out")
@ValidationRule(
        value =
                "!has(self.observed) || !has(oldSelf.observed)"
                        + " || self.observed == oldSelf.observed",
        fieldPath = ".observed",
        message = "observed cannot be changed: the operator makes the object anew when it must")
public class Session extends CustomResource<SessionSpec, SessionStatus> implements Namespaced {

    private static final long serialVersionUID = 1;

    @JsonPropertyDescription(
            "What a client's session was when this object was made. It has no status: the object is"
                    + " there for as long as the session is open.")
    private ObservedSession observed;

    /** Null, but for a session that a client has opened. */
    public ObservedSession getObserved() {
        return observed;
    }

    public void setObserved(ObservedSession observed) {
        this.observed = observed;
    }

    /** Null until set: a patch of the status must not carry a spec. */
    @Override
    protected SessionSpec initSpec() {
        return null;
    }

    @Override
    protected SessionStatus initStatus() {
        return null;
    }
}
