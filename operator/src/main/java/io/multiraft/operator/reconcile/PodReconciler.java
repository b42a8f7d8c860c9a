package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Watches the pods that sessions live with; there is nothing to do for a pod itself. */
public final class PodReconciler implements Reconciler<Pod> {

    private final SessionPods pods;
    private final Triggers triggers;
    private final ObjectDirectory directory;

    public PodReconciler(SessionPods pods, Triggers triggers, ObjectDirectory directory) {
        this.pods = pods;
        this.triggers = triggers;
        this.directory = directory;
    }

    @Override
    public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
        directory.indexPods(context.getPrimaryCache());
        triggers.pods().onChange(pods::changed);
        triggers.pods().onGone(pods::gone);
        return List.of(triggers.pods());
    }

    @Override
    public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
        return UpdateControl.noUpdate();
    }
}
