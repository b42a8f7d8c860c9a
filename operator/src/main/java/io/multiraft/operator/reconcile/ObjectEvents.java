package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.function.Consumer;

/**
 * Events of one kind: takes those from outside in, and tells of objects that are gone.
 *
 * <p>An object made anew under its old name is another object. The framework's own way to reconcile
 * deletions ({@code triggerReconcilerOnAllEvents}) mixes up the two when they follow each other
 * closely, and hands the new object out as the deleted one; so deletions are heard of here, each
 * with the object that really went.
 */
final class ObjectEvents<P extends HasMetadata> extends SimpleInboundEventSource<P>
        implements ResourceEventAware<P> {

    private volatile Consumer<P> gone = object -> {};
    private volatile Consumer<P> changed = object -> {};

    ObjectEvents() {
        super("nodes");
    }

    /**
     * @param listener called on an informer's thread: must not block
     */
    void onGone(Consumer<P> listener) {
        gone = listener;
    }

    /**
     * Told of objects that came or changed, in their status too.
     *
     * @param listener called on an informer's thread: must not block
     */
    void onChange(Consumer<P> listener) {
        changed = listener;
    }

    @Override
    public void onResourceCreated(P object) {
        changed.accept(object);
    }

    @Override
    public void onResourceDeleted(P object) {
        gone.accept(object);
    }

    /** After a gap in a watch, a deletion and a creation come as one update. */
    @Override
    public void onResourceUpdated(P now, P before) {
        if (!now.getMetadata().getUid().equals(before.getMetadata().getUid())) {
            gone.accept(before);
            propagateEvent(ResourceID.fromResource(now));
        }
        changed.accept(now);
    }
}
