package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The volume that holds the data of a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "has(self.storageClassName) == has(oldSelf.storageClassName) &&"
                        + " (!has(self.storageClassName) ||"
                        + " self.storageClassName == oldSelf.storageClassName)",
        fieldPath = ".storageClassName",
        message =
                "storageClassName is fixed when the cluster is created: a volume cannot change its"
                        + " class")
public record Storage(
        @Default("1Gi")
                @Size(min = 1, max = 32)
                @ValidationRule(
                        value = "isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))",
                        message = "size must be a quantity greater than zero, such as 1Gi")
                @ValidationRule(
                        value =
                                "!isQuantity(self) || !isQuantity(oldSelf) ||"
                                        + " quantity(self).compareTo(quantity(oldSelf)) >= 0",
                        message = "size may grow but not shrink: a volume cannot be made smaller",
                        messageExpression =
                                "'size may grow but not shrink: it is ' + oldSelf + ', ' + self + '"
                                        + " is less'")
                @JsonPropertyDescription(
                        "Size of the volume of each node. It may grow where the storage class"
                                + " allows expansion.")
                String size,
        @Size(min = 1, max = 253)
                @JsonPropertyDescription(
                        "Storage class of the volumes; by default the default class. Fixed when"
                                + " the cluster is created.")
                String storageClassName) {}
