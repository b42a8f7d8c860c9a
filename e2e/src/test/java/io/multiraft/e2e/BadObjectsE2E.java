package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.Command;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.Objects;
import io.multiraft.e2e.support.TestBed;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be is refused by the API server, or said in a condition, in words that help. */
@EndToEnd
@Order(40)
class BadObjectsE2E {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # spec of the cluster               | field                  | says
                    {nodes: 0}                          | spec.nodes             | greater than or equal to 1
                    {nodes: 2, replicationFactor: 3}    | spec.nodes             | at least replicationFactor
                    {partitions: 0}                     | spec.partitions        | greater than or equal to 1
                    {replicationFactor: 2}              | spec.replicationFactor | must be 1, 3 or 5
                    {storage: {size: none}}             | spec.storage.size      | must be a quantity
                    {session: {minTimeout: 10ms}}       | spec.session.minTimeout | between 1s and 1h
                    {nodez: 3}                          | nodez                  | unknown field
                    """)
    void refusesAClusterThatCannotBe(String spec, String field, String says, TestBed bed) {
        refused(bed, "multiraft.atomix.io/v1", "MultiRaftCluster", "bad", spec, field, says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # change of the sample cluster                                     | field           | says
                    {partitions: 4, storage: {size: 128Mi}}                            | spec.partitions | fixed when the cluster is created
                    {nodes: 5, partitions: 3, storage: {size: 128Mi}}                  | spec.nodes      | fixed when the cluster is created
                    {partitions: 3, storage: {size: 64Mi}}                             | spec.storage.size | may grow but not shrink
                    """)
    void refusesAChangeThatCannotBe(String spec, String field, String says, TestBed bed) {
        refused(bed, "multiraft.atomix.io/v1", "MultiRaftCluster", "sample", spec, field, says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # spec of the session                | field                | says
                    {}                                   | spec.cluster         | Required value
                    {cluster: sample, timeout: 10ms}     | spec.timeout         | between 1s and 1h
                    {cluster: sample, timeout: soon}     | spec.timeout         | such as 500ms
                    {cluster: sample, config: text}      | spec.config          | must be of type object
                    {cluster: sample, kind: Counter}     | spec.primitive       | primitive.id is required
                    {cluster: sample, kind: Conter}      | spec.kind            | supported values: "Counter"
                    {cluster: sample, liveness: {type: Forever}} | spec.liveness.type | supported values: "Client", "Pod", "None"
                    """)
    void refusesASessionThatCannotBe(String spec, String field, String says, TestBed bed) {
        refused(bed, "runtime.atomix.io/v1", "Session", "bad", spec, field, says);
    }

    @Test
    void aSessionOfAMissingClusterSaysSoOnceAndHeals(TestBed bed) {
        bed.createNamespace("orphans");
        bed.kubectl()
                .apply(
                        "orphans",
                        """
                        apiVersion: runtime.atomix.io/v1
                        kind: Session
                        metadata: {name: orphan}
                        spec: {cluster: late, liveness: {type: None}}
                        """);
        Await.soon("the condition of 'orphan'")
                .untilAsserted(
                        () ->
                                assertThat(bed.objects().session("orphans", "orphan"))
                                        .map(session -> Objects.condition(session, "Ready"))
                                        .hasValueSatisfying(
                                                ready ->
                                                        assertThat(ready)
                                                                .startsWith("False ClusterNotFound")
                                                                .contains("late")));
        bed.kubectl().run("annotate", "session", "orphan", "-n", "orphans", "touched=once");
        bed.kubectl()
                .apply(
                        "orphans",
                        """
                        apiVersion: multiraft.atomix.io/v1
                        kind: MultiRaftCluster
                        metadata: {name: late}
                        spec: {nodes: 1, partitions: 1, replicationFactor: 1, storage: {size: 32Mi}}
                        """);
        bed.awaitOpened("orphans", "orphan");
        assertThat(events(bed, "ClusterNotFound"))
                .singleElement()
                .satisfies(event -> assertThat(event.getSeries()).as("told again").isNull());
        bed.kubectl().run("delete", "namespace", "orphans", "--wait=false");
    }

    private static List<Event> events(TestBed bed, String reason) {
        return bed
                .kubernetes()
                .events()
                .v1()
                .events()
                .inNamespace("orphans")
                .list()
                .getItems()
                .stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    private static void refused(
            TestBed bed,
            String apiVersion,
            String kind,
            String name,
            String spec,
            String field,
            String says) {
        String manifest =
                """
                apiVersion: %s
                kind: %s
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(apiVersion, kind, name, spec);
        Command.Result result =
                bed.kubectl().attempt(manifest, "apply", "-n", TestBed.NAMESPACE, "-f", "-");
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        assertThat(result.errors()).contains(field).contains(says);
    }
}
