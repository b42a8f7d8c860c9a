package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of the container of a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
        @Default("{\"cpu\": \"100m\", \"memory\": \"256Mi\"}")
                @Size(max = 16)
                @JsonPropertyDescription(
                        "Reserved for each node, by resource name. A node keeps the state of its"
                                + " partitions in memory: what limits, or else requests, give it"
                                + " beyond 256Mi goes to its heap, three quarters of it.")
                Map<String, Quantity> requests,
        @Size(max = 16)
                @JsonPropertyDescription(
                        "The most a node may use, by resource name; by default unlimited.")
                Map<String, Quantity> limits) {}
