package io.multiraft.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Settings that all Raft groups of a cluster share. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "duration(self.electionTimeoutMin) < duration(self.electionTimeoutMax)",
        fieldPath = ".electionTimeoutMax",
        message = "electionTimeoutMax must be greater than electionTimeoutMin")
public record RaftSettings(
        @Default("600ms")
                @Size(max = 32)
                @ValidationRule(
                        value =
                                Rules.IS_DURATION
                                        + " && duration(self) >= duration('100ms')"
                                        + " && duration(self) <= duration('1m')",
                        message =
                                "electionTimeoutMin must be a duration between 100ms and 1m"
                                        + Rules.DURATION_DESCRIPTION)
                @JsonPropertyDescription(
                        "A member that has heard no leader for this long, at the least, starts an"
                                + " election.")
                String electionTimeoutMin,
        @Default("1200ms")
                @Size(max = 32)
                @ValidationRule(
                        value =
                                Rules.IS_DURATION
                                        + " && duration(self) >= duration('100ms')"
                                        + " && duration(self) <= duration('1m')",
                        message =
                                "electionTimeoutMax must be a duration between 100ms and 1m"
                                        + Rules.DURATION_DESCRIPTION)
                @JsonPropertyDescription(
                        "A member that has heard no leader for this long, at the most, starts an"
                                + " election. Each draws its own time between the two.")
                String electionTimeoutMax,
        @Default("100000")
                @Min(1000)
                @Max(100000000)
                @JsonPropertyDescription(
                        "Log entries between two snapshots of a partition. Fewer mean faster"
                                + " restarts and more writing.")
                Long snapshotEntries) {}
