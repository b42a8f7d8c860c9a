package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Liveness;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.resources.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSessionPlannerTest {

    /**
     * Session and cluster: the annotations. Existing: who owns the session of that name, as
     * name/uid; nobody; or none, there is no such session. Clusters: those in the pod's namespace.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # session | cluster | pod       | existing | clusters | plan
                              |         | ready     | none     | a        | nothing
                      s       |         | ready     | none     | a        | n/a
                      s       |         | pending   | none     | a        | n/a
                      s       | b       | ready     | none     | a        | n/b
                      s       | m/b     | ready     | none     |          | m/b
                      s       |         | *ready    | none     | a        | nothing
                      s       |         | succeeded | none     | a        | nothing
                      s       |         | failed    | none     | a        | nothing
                      s       |         | ready     | p/uid    | a        | nothing
                      s       | b       | ready     | p/uid    | a        | nothing
                      s       |         | ready     | nobody   | a        | SessionNameTaken: Session s exists and was not made for a pod: delete it
                      s       |         | ready     | q/other  | a        | SessionNameTaken: Session s belongs to pod q: name another
                      s       |         | ready     | p/other  | a        | SessionOfEarlierPod: Session s still belongs to an earlier pod of this name
                      s       |         | ready     | none     |          | SessionClusterUnclear: there is no MultiRaftCluster in namespace n
                      s       |         | ready     | none     | a,b      | SessionClusterUnclear: there is more than one MultiRaftCluster in namespace n
                      S       |         | ready     | none     | a        | SessionAnnotationInvalid: annotation multiraft.atomix.io/session is 'S'
                      s.t     |         | ready     | none     | a        | SessionAnnotationInvalid: annotation multiraft.atomix.io/session is 's.t'
                      s       | a/b/c   | ready     | none     | a        | SessionAnnotationInvalid: annotation multiraft.atomix.io/session-cluster is 'a/b/c'
                      s       | /b      | ready     | none     | a        | SessionAnnotationInvalid: annotation multiraft.atomix.io/session-cluster is '/b'
                    """)
    void podGetsTheSessionItAsksFor(
            String session,
            String cluster,
            String state,
            String existing,
            String clusters,
            String plan) {
        PodSessionPlan made =
                PodSessionPlanner.plan(
                        pod(session, cluster, state),
                        existing(existing),
                        clusters == null ? List.of() : Arrays.asList(clusters.split(",")));
        assertThat(words(made)).startsWith(plan);
    }

    @Test
    void sessionGoesWithItsPodAndLivesWithNoOther() {
        PodSessionPlan plan =
                PodSessionPlanner.plan(pod("s", null, "ready"), Optional.empty(), List.of("a"));
        Session session = ((PodSessionPlan.Create) plan).session();
        assertThat(session.getMetadata().getName()).isEqualTo("s");
        assertThat(session.getMetadata().getNamespace()).isEqualTo("n");
        assertThat(session.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(
                        owner -> {
                            assertThat(owner.getApiVersion()).isEqualTo("v1");
                            assertThat(owner.getKind()).isEqualTo("Pod");
                            assertThat(owner.getName()).isEqualTo("p");
                            assertThat(owner.getUid()).isEqualTo("uid");
                            assertThat(owner.getBlockOwnerDeletion()).isFalse();
                        });
        assertThat(session.getSpec().liveness())
                .isEqualTo(
                        new Liveness(
                                Liveness.Type.Pod,
                                new Liveness.PodReference("p", null, "uid"),
                                null,
                                null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ids.of-s | n/a
                    ids/of-s | SessionAnnotationInvalid: annotation multiraft.atomix.io/session-config-map is 'ids/of-s'
                    .ids     | SessionAnnotationInvalid: annotation multiraft.atomix.io/session-config-map is '.ids'
                    """)
    void podMaySayWhereItsSessionIsProjected(String configMap, String words) {
        Pod pod = pod("s", null, "ready");
        pod.getMetadata().getAnnotations().put(Labels.SESSION_CONFIG_MAP, configMap);
        PodSessionPlan plan = PodSessionPlanner.plan(pod, Optional.empty(), List.of("a"));
        assertThat(words(plan)).startsWith(words);
        if (plan instanceof PodSessionPlan.Create create) {
            assertThat(create.session().getSpec().projection().configMapName())
                    .isEqualTo(configMap);
        }
    }

    // ---- what the tests do

    private static Pod pod(String session, String cluster, String state) {
        Pod pod = Pods.pod("n", "p");
        pod.getMetadata().setUid("uid");
        Map<String, String> annotations = new HashMap<>();
        annotations.put("other", "x");
        Optional.ofNullable(session).ifPresent(text -> annotations.put(Labels.SESSION, text));
        Optional.ofNullable(cluster)
                .ifPresent(text -> annotations.put(Labels.SESSION_CLUSTER, text));
        pod.getMetadata().setAnnotations(annotations);
        pod.setStatus(Pods.status(state.replace("*", "")));
        if (state.startsWith("*")) {
            pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:30Z");
        }
        return pod;
    }

    private static Optional<Session> existing(String owner) {
        if (owner.equals("none")) {
            return Optional.empty();
        }
        Session session = Objects.session("n", "s", "{cluster: a}");
        if (!owner.equals("nobody")) {
            session.getMetadata()
                    .setOwnerReferences(
                            List.of(
                                    new OwnerReferenceBuilder()
                                            .withApiVersion("v1")
                                            .withKind("Pod")
                                            .withName(owner.split("/")[0])
                                            .withUid(owner.split("/")[1])
                                            .build()));
        }
        return Optional.of(session);
    }

    private static String words(PodSessionPlan plan) {
        if (plan instanceof PodSessionPlan.Create create) {
            return SessionNames.cluster(create.session()).toString();
        } else if (plan instanceof PodSessionPlan.Refuse refusal) {
            return refusal.obstacle() + ": " + refusal.message();
        }
        return "nothing";
    }
}
