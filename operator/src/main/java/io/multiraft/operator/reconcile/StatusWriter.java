package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Objects;

/** Writes a status when it differs from the one that is there, and nothing otherwise. */
final class StatusWriter {

    private StatusWriter() {}

    /**
     * @param patch a new object of the same kind, which becomes the patch: it has the status only,
     *     so that we never own anything else
     */
    static <S, P extends CustomResource<?, S>> UpdateControl<P> write(P object, S status, P patch) {
        if (Objects.equals(object.getStatus(), status)) {
            return UpdateControl.noUpdate();
        }
        patch.setMetadata(
                new ObjectMetaBuilder()
                        .withName(object.getMetadata().getName())
                        .withNamespace(object.getMetadata().getNamespace())
                        .build());
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }
}
