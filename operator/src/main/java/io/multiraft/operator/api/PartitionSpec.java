package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where a partition lives. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartitionSpec(
        @Required
                @Size(min = 1, max = 50)
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "cluster cannot be changed: a partition stays in its cluster")
                @JsonPropertyDescription("Name of the cluster it belongs to.")
                String cluster,
        @Required
                @Min(1)
                @Max(1000)
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "id cannot be changed: sessions and keys are found by it")
                @JsonPropertyDescription("Its number in the cluster, from 1.")
                Integer id,
        @Required
                @Size(min = 1, max = 5)
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "members cannot be changed: they cannot be moved yet")
                @JsonPropertyDescription(
                        "Names of the nodes that hold a member; the first is the preferred leader.")
                List<String> members) {}
