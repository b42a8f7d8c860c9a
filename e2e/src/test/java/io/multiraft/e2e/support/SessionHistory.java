package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches the Session objects of a namespace and notes every state one is seen in. */
public final class SessionHistory implements AutoCloseable {

    private final List<String> states = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<GenericKubernetesResource> informer;

    SessionHistory(KubernetesClient kubernetes, String namespace) {
        informer =
                kubernetes
                        .genericKubernetesResources("runtime.atomix.io/v1", "Session")
                        .inNamespace(namespace)
                        .inform(
                                new ResourceEventHandler<>() {
                                    @Override
                                    public void onAdd(GenericKubernetesResource session) {
                                        note(session);
                                    }

                                    @Override
                                    public void onUpdate(
                                            GenericKubernetesResource before,
                                            GenericKubernetesResource session) {
                                        note(session);
                                    }

                                    @Override
                                    public void onDelete(
                                            GenericKubernetesResource session, boolean unknown) {
                                        states.add(session.getMetadata().getName() + " deleted");
                                    }
                                });
    }

    private void note(GenericKubernetesResource session) {
        states.add(session.getMetadata().getName() + " " + Objects.state(session));
    }

    /** What was seen of the sessions named, but OPENED. */
    public List<String> otherThanOpened(String... names) {
        return states.stream()
                .filter(state -> List.of(names).contains(state.split(" ")[0]))
                .filter(state -> !state.endsWith(" OPENED"))
                .toList();
    }

    @Override
    public void close() {
        informer.close();
    }
}
