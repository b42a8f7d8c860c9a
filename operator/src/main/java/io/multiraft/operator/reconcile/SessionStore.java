package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.multiraft.operator.api.Session;

/**
 * Keeps of each session all but who has written which of its fields, and what kubectl notes for
 * itself: these are more than the rest, and ten thousand sessions would not fit into the operator's
 * memory. Of one informer only, which takes what is not its own for deleted.
 */
public final class SessionStore extends BasicItemStore<Session> {

    public SessionStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Session put(String key, Session session) {
        return super.put(key, digest(session));
    }

    /** A copy: whoever handed the session over may go on using it. */
    static Session digest(Session session) {
        ObjectMeta meta =
                new ObjectMetaBuilder(session.getMetadata())
                        .withManagedFields()
                        .withAnnotations(null)
                        .build();
        Session digest = new Session();
        digest.setMetadata(meta);
        digest.setSpec(session.getSpec());
        digest.setObserved(session.getObserved());
        digest.setStatus(session.getStatus());
        return digest;
    }
}
