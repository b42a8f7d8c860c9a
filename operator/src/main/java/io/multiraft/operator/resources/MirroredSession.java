package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.multiraft.operator.api.MultiRaftCluster;
import io.multiraft.operator.api.ObservedSession;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionSpec;
import java.util.Map;

/** The object that shows the session of a client; it goes with its cluster. */
public final class MirroredSession {

    private MirroredSession() {}

    /**
     * @param labels those the client gave its session
     */
    public static Session of(
            MultiRaftCluster cluster,
            String name,
            Map<String, String> labels,
            SessionSpec spec,
            ObservedSession observed) {
        Session session = new Session();
        session.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(cluster.getMetadata().getNamespace())
                        .withLabels(labels.isEmpty() ? null : labels)
                        .withOwnerReferences(Owner.of(cluster))
                        .build());
        session.setSpec(spec);
        session.setObserved(observed);
        return session;
    }
}
