package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.Objects;

/**
 * Writes a status when it differs from the one that is there, and nothing otherwise.
 *
 * <p>What was written is what the next reconciliation begins with, even before the informer has
 * heard of it: else that would find the same transition again, and tell of it twice.
 */
final class StatusWriter {

    private StatusWriter() {}

    /**
     * Writes the status, unless it is there already.
     *
     * @param patch a new object of the same kind, which becomes the patch: it has the status only,
     *     so that we never own anything else
     * @return whether there was anything to write
     */
    static <S, P extends CustomResource<?, S>> boolean write(
            P object, S status, P patch, Context<P> context) {
        if (Objects.equals(object.getStatus(), status)) {
            return false;
        }
        patch.setMetadata(
                new ObjectMetaBuilder()
                        .withName(object.getMetadata().getName())
                        .withNamespace(object.getMetadata().getNamespace())
                        .build());
        patch.setStatus(status);
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(object, patch, context);
        return true;
    }
}
