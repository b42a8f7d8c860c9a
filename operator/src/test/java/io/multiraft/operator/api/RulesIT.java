package io.multiraft.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.multiraft.operator.apiserver.ApiServer;
import io.multiraft.operator.apiserver.SharedApiServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server refuses, and in which words. */
@ExtendWith(SharedApiServer.class)
class RulesIT {

    private static KubernetesClient client;

    @BeforeAll
    static void connect(ApiServer server) {
        client = server.client();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void clusterOfThreeLinesIsFilledInWithDefaults() {
        GenericKubernetesResource created = create("MultiRaftCluster", "defaults", "{}");
        ClusterSpec spec =
                Serialization.unmarshal(Serialization.asJson(created), MultiRaftCluster.class)
                        .getSpec();
        assertThat(spec.nodes()).isEqualTo(3);
        assertThat(spec.partitions()).isEqualTo(3);
        assertThat(spec.replicationFactor()).isEqualTo(3);
        assertThat(spec.storage().size()).isEqualTo("1Gi");
        assertThat(spec.resources().requests()).containsKeys("cpu", "memory");
        assertThat(spec.raft().electionTimeoutMin()).isEqualTo("600ms");
        assertThat(spec.session().defaultTimeout()).isEqualTo("60s");
        assertThat(spec.podDisruptionBudget().enabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MultiRaftCluster | {nodes: 0}                                        | spec.nodes | greater than or equal to 1
                    MultiRaftCluster | {nodes: 2}                                        | spec.nodes | nodes must be at least replicationFactor, 3 unless said otherwise
                    MultiRaftCluster | {nodes: 4, replicationFactor: 2}                  | spec.replicationFactor | must be 1, 3 or 5
                    MultiRaftCluster | {partitions: 0}                                   | spec.partitions | greater than or equal to 1
                    MultiRaftCluster | {storage: {size: much}}                           | spec.storage.size | must be a quantity greater than zero
                    MultiRaftCluster | {storage: {size: "0"}}                            | spec.storage.size | must be a quantity greater than zero
                    MultiRaftCluster | {raft: {electionTimeoutMin: 3s}}                  | spec.raft.electionTimeoutMax | must be greater than electionTimeoutMin
                    MultiRaftCluster | {raft: {electionTimeoutMin: soon}}                | spec.raft.electionTimeoutMin | must be a duration between 100ms and 1m
                    MultiRaftCluster | {raft: {snapshotEntries: 1}}                      | spec.raft.snapshotEntries | greater than or equal to 1000
                    MultiRaftCluster | {session: {defaultTimeout: 2h}}                   | spec.session.defaultTimeout | between 1s and 1h
                    MultiRaftCluster | {session: {minTimeout: 2m}}                       | spec.session.defaultTimeout | must lie between minTimeout and maxTimeout
                    MultiRaftCluster | {imagePullPolicy: Sometimes}                      | spec.imagePullPolicy | supported values: "Always", "IfNotPresent", "Never"
                    MultiRaftCluster | {logging: {level: loud}}                          | spec.logging.level | supported values: "trace", "debug", "info", "warn", "error"
                    MultiRaftCluster | {allowedNamespaces: [Not_A_Name]}                 | spec.allowedNamespaces[0] | should match
                    MultiRaftCluster | {podDisruptionBudget: {maxUnavailable: 0}}        | spec.podDisruptionBudget.maxUnavailable | greater than or equal to 1
                    MultiRaftCluster | {color: red}                                      | spec.color | unknown field
                    Session          | {}                                                | spec.cluster | Required value
                    Session          | {cluster: c, kind: Abacus, primitive: {id: x}}    | spec.kind | supported values: "Counter", "Value", "Lock"
                    Session          | {cluster: c, kind: Counter}                       | spec.primitive | primitive.id is required for the kinds Counter
                    Session          | {cluster: c, timeout: 10ms}                       | spec.timeout | must be a duration between 1s and 1h
                    Session          | {cluster: c, timeout: 2h}                         | spec.timeout | must be a duration between 1s and 1h
                    Session          | {cluster: c, timeout: later}                      | spec.timeout | must be a duration between 1s and 1h, such as
                    Session          | {cluster: c, config: words}                       | spec.config | must be of type object
                    Session          | {cluster: c, config: {step: 1}}                   | spec.config.@type | Required value
                    Session          | {cluster: c, liveness: {type: Prayer}}            | spec.liveness.type | supported values: "Client", "Pod", "None"
                    Session          | {cluster: c, liveness: {type: Pod}}               | spec.liveness.pod | pod.name is required with type Pod: a pod of the session's own namespace
                    Session          | {cluster: c, liveness: {type: Pod, pod: {}}}      | spec.liveness.pod.name | Required value
                    Session          | {cluster: c, liveness: {pod: {name: p}}}          | spec.liveness.pod | pod goes with type Pod only: leave it out, or set type to Pod
                    Session          | {cluster: c, liveness: {type: None, grace: 1s}}   | spec.liveness.grace | grace goes with type Pod only
                    Session          | {cluster: c, liveness: {waitForStop: true}}       | spec.liveness.waitForStop | waitForStop goes with type Pod only
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: p, namespace: other}}} | spec.liveness.pod.namespace | lives with a pod of its own namespace: leave pod.namespace out
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: other/p}}} | spec.liveness.pod.name | must be the name of a pod in the session's own namespace
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: p}, grace: 2h}} | spec.liveness.grace | must be a duration of at most 1h
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: p}, grace: soon}} | spec.liveness.grace | must be a duration of at most 1h, such as
                    Session          | {cluster: c, projection: {}}                      | spec.projection.configMapName | Required value
                    Session          | {cluster: c, projection: {configMapName: a/b}}    | spec.projection.configMapName | must hold only a-z, 0-9, '-' and '.'
                    Session          | {cluster: c, ttlAfterClosed: never}               | spec.ttlAfterClosed | must be a duration
                    """)
    void refusesWhatCannotBe(String kind, String spec, String field, String words) {
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class, () -> create(kind, "refused", spec));
        assertThat(refusal).as("%s %s is refused", kind, spec).isNotNull();
        assertThat(refusal.getStatus().getMessage()).contains(field).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MultiRaftCluster | {}                              | {nodes: 5}                       | nodes is fixed when the cluster is created
                    MultiRaftCluster | {}                              | {partitions: 4}                  | partitions is fixed when the cluster is created
                    MultiRaftCluster | {nodes: 5}                      | {nodes: 5, replicationFactor: 5} | replicationFactor is fixed when the cluster is created
                    MultiRaftCluster | {storage: {size: 2Gi}}          | {storage: {size: 1Gi}}           | size may grow but not shrink: it is 2Gi, 1Gi is less
                    MultiRaftCluster | {}                              | {storage: {storageClassName: a}} | storageClassName is fixed when the cluster is created
                    Session          | {cluster: c}                    | {cluster: d}                     | cluster cannot be changed: delete the session and create it anew
                    Session          | {cluster: c}                    | {cluster: c, clusterNamespace: n}| cluster cannot be changed
                    Session          | {cluster: c, kind: Map}         | {cluster: c, kind: Set}          | kind cannot be changed
                    Session          | {cluster: c}                    | {cluster: c, kind: Set}          | kind cannot be changed
                    Session          | {cluster: c, primitive: {id: a}}| {cluster: c, primitive: {id: b}} | primitive cannot be changed
                    Session          | {cluster: c, timeout: 5s}       | {cluster: c, timeout: 6s}        | timeout cannot be changed
                    Session          | {cluster: c, config: {"@type": a}} | {cluster: c, config: {"@type": b}} | config cannot be changed
                    Session          | {cluster: c}                    | {cluster: c, projection: {configMapName: a}} | projection cannot be changed
                    Session          | {cluster: c}                    | {cluster: c, liveness: {type: None}} | liveness cannot be changed
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: a}}} | {cluster: c, liveness: {type: Pod, pod: {name: b}}} | liveness cannot be changed
                    """)
    void refusesChangesOfWhatIsFixed(String kind, String before, String after, String words) {
        GenericKubernetesResource created = create(kind, "fixed", before);
        try {
            created.setAdditionalProperty("spec", yaml(after));
            KubernetesClientException refusal =
                    catchThrowableOfType(
                            KubernetesClientException.class,
                            () -> client.resource(created).update());
            assertThat(refusal).as("%s -> %s is refused", before, after).isNotNull();
            assertThat(refusal.getStatus().getMessage()).contains(words);
        } finally {
            client.resource(created).delete();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MultiRaftCluster | {storage: {size: 1Gi}}       | {storage: {size: 2Gi}}
                    MultiRaftCluster | {}                           | {image: "registry/node:2", logging: {level: debug}}
                    Session          | {cluster: c}                 | {cluster: c, ttlAfterClosed: 1h}
                    Session          | {cluster: c, liveness: {type: Pod, pod: {name: a-0.b, uid: u}, grace: 0s, waitForStop: true}} | {cluster: c, liveness: {type: Pod, pod: {name: a-0.b, uid: u}, grace: 0s, waitForStop: true}, ttlAfterClosed: 1h}
                    Session          | {cluster: c, config: {"@type": a/b.C, deep: {x: [1, y]}}} | {cluster: c, config: {"@type": a/b.C, deep: {x: [1, y]}}, ttlAfterClosed: 5m}
                    """)
    void acceptsChangesOfTheRest(String kind, String before, String after) {
        GenericKubernetesResource created = create(kind, "changed", before);
        try {
            created.setAdditionalProperty("spec", yaml(after));
            assertThat(client.resource(created).update().getMetadata().getGeneration())
                    .isEqualTo(2);
        } finally {
            client.resource(created).delete();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MultiRaftCluster, 1st, must start with a letter",
        "MultiRaftCluster, a.b, must start with a letter",
        "MultiRaftCluster, cluster-with-a-name-that-is-far-too-long-for-its-pod, at most 50",
        "Session, a.b, must hold only a-z"
    })
    void refusesNamesThatCannotBeUsedFurtherOn(String kind, String name, String words) {
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class,
                        () -> create(kind, name, kind.equals("Session") ? "{cluster: c}" : "{}"));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getStatus().getMessage()).contains(words);
    }

    @Test
    void keepsAConfigAsItIs() {
        GenericKubernetesResource created =
                create("Session", "config", "{cluster: c, config: {'@type': x/y.Z, a: {b: [1]}}}");
        assertThat(created.<Map<String, Object>>get("spec", "config").toString())
                .contains("x/y.Z")
                .contains("b=[1]");
    }

    private static Map<?, ?> yaml(String text) {
        try {
            return new YAMLMapper().readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static GenericKubernetesResource create(String kind, String name, String spec) {
        String group = kind.equals("Session") ? ApiGroups.RUNTIME : ApiGroups.MULTIRAFT;
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(group + "/" + ApiGroups.VERSION);
        object.setKind(kind);
        object.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("default").build());
        object.setAdditionalProperty("spec", yaml(spec));
        return client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup(group)
                                .withVersion(ApiGroups.VERSION)
                                .withKind(kind)
                                .withNamespaced(true)
                                .build())
                .inNamespace("default")
                .resource(object)
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create();
    }
}
