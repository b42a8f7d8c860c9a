package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.plan.PodObservation;
import io.multiraft.operator.plan.PodPlanner;
import io.multiraft.operator.plan.PodState;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods that sessions live with: what is known of them, and whom a change concerns.
 *
 * <p>Two things are remembered that no object says later: how a pod was when it went, and since
 * when it is not ready by our own clock, for a node's may be wrong. A new operator knows neither,
 * which can only make a session last longer.
 */
public final class SessionPods {

    private static final int REMEMBERED_MAX = 10_000;

    private final ObjectDirectory directory;
    private final Triggers triggers;
    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Spell> spells = new ConcurrentHashMap<>();

    /** By UID, the pods of sessions as we have heard of them; the oldest makes room. */
    private final Map<String, Seen> seen =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    /** How a pod was when we heard of it last. */
    private record Seen(Pod pod, boolean gone) {}

    /** A time of being not ready, told from others by the time at which the pod says it began. */
    private record Spell(String transition, Instant since) {}

    public SessionPods(
            ObjectDirectory directory, Triggers triggers, KubernetesClient client, Clock clock) {
        this.directory = directory;
        this.triggers = triggers;
        this.client = client;
        this.clock = clock;
    }

    /**
     * How the pod of a session with liveness Pod is. A pod is gone when its deletion was seen, or
     * the API server says so just now, never because a cache does not have it: the cache forgets a
     * pod before we hear how it was.
     */
    PodObservation look(Session session) {
        String namespace = session.getMetadata().getNamespace();
        String name = session.getSpec().liveness().pod().name();
        Optional<String> uid = PodPlanner.uid(session);
        Optional<Pod> known =
                directory.pod(new ResourceID(name, namespace)).filter(pod -> is(pod, uid));
        if (known.isPresent()) {
            see(known.get(), false);
            return present(known.get());
        }
        Optional<Seen> last = uid.flatMap(this::last);
        if (last.isPresent()) {
            return last.get().gone()
                    ? new PodObservation.Absent(Optional.of(last.get().pod()))
                    : present(last.get().pod());
        }
        Pod now = client.pods().inNamespace(namespace).withName(name).get();
        return now != null && is(now, uid)
                ? present(now)
                : new PodObservation.Absent(Optional.empty());
    }

    /** A pod came or changed. Called on an informer's thread. */
    void changed(Pod pod) {
        List<ResourceID> sessions = directory.sessionsOf(pod);
        if (!sessions.isEmpty()) {
            see(pod, false);
            sessions.forEach(triggers.sessions()::propagateEvent);
        }
    }

    /** A pod went, and was like this. Called on an informer's thread. */
    void gone(Pod pod) {
        spells.remove(pod.getMetadata().getUid());
        List<ResourceID> sessions = directory.sessionsOf(pod);
        if (!sessions.isEmpty() || last(pod.getMetadata().getUid()).isPresent()) {
            see(pod, true);
            sessions.forEach(triggers.sessions()::propagateEvent);
        }
    }

    /** A session went, and its name is free. Called on an informer's thread. */
    void sessionGone(Session session) {
        directory.podsThatAskFor(session).forEach(triggers.pods()::propagateEvent);
    }

    private static boolean is(Pod pod, Optional<String> uid) {
        return uid.isEmpty() || uid.get().equals(pod.getMetadata().getUid());
    }

    private PodObservation present(Pod pod) {
        String uid = pod.getMetadata().getUid();
        if (PodState.ready(pod)) {
            spells.remove(uid);
            return new PodObservation.Present(pod, Optional.empty());
        }
        String transition = PodState.readyTransition(pod);
        Spell spell =
                spells.compute(
                        uid,
                        (key, before) ->
                                before != null && before.transition().equals(transition)
                                        ? before
                                        : new Spell(transition, clock.instant()));
        return new PodObservation.Present(pod, Optional.of(spell.since()));
    }

    private Optional<Seen> last(String uid) {
        synchronized (seen) {
            return Optional.ofNullable(seen.get(uid));
        }
    }

    /** What is gone does not come back. */
    private void see(Pod pod, boolean gone) {
        Seen now = new Seen(PodStore.digest(pod), gone);
        synchronized (seen) {
            seen.merge(
                    pod.getMetadata().getUid(), now, (before, one) -> before.gone() ? before : one);
        }
    }
}
