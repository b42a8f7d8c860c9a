package io.multiraft.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.api.SessionStatus;
import io.multiraft.operator.api.SessionStatus.BoundPod;
import io.multiraft.operator.plan.PodObservation.Absent;
import io.multiraft.operator.plan.PodObservation.Present;
import io.multiraft.operator.plan.Pods;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without an API server: who asks it here fails. */
class SessionPodsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeCache<Pod> pods = new FakeCache<>();
    private final FakeCache<Session> sessions = new FakeCache<>();
    private final MovedClock clock = new MovedClock();
    private final SessionPods sessionPods = sessionPods();
    private final Session session = session();

    @Test
    void podThatTheCacheForgotGoesOnUntilWeHearHowItWent() {
        hear("ready");
        assertThat(sessionPods.look(session)).isInstanceOf(Present.class);
        pods.remove(pod("ready"));
        assertThat(sessionPods.look(session)).isInstanceOf(Present.class);
        sessionPods.changed(pod("failed"));
        sessionPods.gone(pod("failed"));
        assertThat(sessionPods.look(session))
                .isInstanceOfSatisfying(
                        Absent.class,
                        absent ->
                                assertThat(absent.last().orElseThrow().getStatus().getPhase())
                                        .isEqualTo("Failed"));
        // News that is late.
        sessionPods.changed(pod("ready"));
        assertThat(sessionPods.look(session)).isInstanceOf(Absent.class);
    }

    @Test
    void notReadyCountsByOurClockAndAnewEachTime() {
        hear("ready");
        assertThat(notReadySince()).isEmpty();
        hear("not-ready");
        assertThat(notReadySince()).contains(START);
        clock.now = START.plusSeconds(5);
        assertThat(notReadySince()).contains(START);
        // It was ready in between, which nobody looked at: the pod says since when it is not.
        Pod again = pod("not-ready");
        again.getStatus().getConditions().get(0).setLastTransitionTime("2025-01-01T00:00:00Z");
        pods.put(again);
        assertThat(notReadySince()).contains(START.plusSeconds(5));
    }

    // ---- what the tests do

    private void hear(String state) {
        pods.put(pod(state));
        sessionPods.changed(pod(state));
    }

    private Optional<Instant> notReadySince() {
        return ((Present) sessionPods.look(session)).notReadySince();
    }

    private SessionPods sessionPods() {
        ObjectDirectory directory = new ObjectDirectory();
        directory.indexPods(pods);
        directory.indexSessions(sessions);
        KubernetesClient none =
                (KubernetesClient)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {KubernetesClient.class},
                                (proxy, method, arguments) -> {
                                    throw new AssertionError("asked the API server: " + method);
                                });
        return new SessionPods(directory, new Triggers(directory), none, clock);
    }

    private Session session() {
        Session made =
                Objects.session(
                        "n", "s", "{cluster: c, liveness: {type: Pod, pod: {name: worker}}}");
        made.getMetadata().setUid("uid-of-session");
        made.setStatus(
                new SessionStatus(
                        1L,
                        SessionState.OPENED,
                        "",
                        List.of(),
                        1L,
                        new BoundPod("uid-of-pod"),
                        null,
                        List.of()));
        sessions.put(made);
        return made;
    }

    private static Pod pod(String state) {
        Pod pod = Pods.pod("n", "worker");
        pod.getMetadata().setUid("uid-of-pod");
        pod.setStatus(Pods.status(state));
        return pod;
    }

    private static final class MovedClock extends Clock {

        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class FakeCache<T extends HasMetadata> implements IndexerResourceCache<T> {

        private final Map<ResourceID, T> objects = new HashMap<>();
        private final Map<String, Function<T, List<String>>> indexers = new HashMap<>();

        void put(T object) {
            objects.put(ResourceID.fromResource(object), object);
        }

        void remove(T object) {
            objects.remove(ResourceID.fromResource(object));
        }

        @Override
        public void addIndexers(Map<String, Function<T, List<String>>> more) {
            indexers.putAll(more);
        }

        @Override
        public List<T> byIndex(String index, String key) {
            return objects.values().stream()
                    .filter(object -> indexers.get(index).apply(object).contains(key))
                    .toList();
        }

        @Override
        public Optional<T> get(ResourceID id) {
            return Optional.ofNullable(objects.get(id));
        }

        @Override
        public Stream<ResourceID> keys() {
            return objects.keySet().stream();
        }

        @Override
        public Stream<T> list(Predicate<T> predicate) {
            return objects.values().stream().filter(predicate);
        }

        @Override
        public Stream<T> list(String namespace, Predicate<T> predicate) {
            return list(
                    predicate.and(object -> object.getMetadata().getNamespace().equals(namespace)));
        }
    }
}
