package io.multiraft.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.multiraft.operator.plan.Drift;
import io.multiraft.operator.resources.Hash;
import io.multiraft.operator.resources.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a child to its wanted form by server-side apply, and leaves it alone when it has that
 * form: the fingerprint of what was applied last is the same, and nobody has changed it since.
 */
final class Applier {

    static final String FIELD_MANAGER = Labels.OPERATOR;

    private final KubernetesClient client;

    Applier(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @param actual as the informer knows it; empty when it knows of none
     * @return what was written; empty when there was nothing to write
     * @throws ForeignObjectException when the name is taken by an object of somebody else
     */
    <T extends HasMetadata> Optional<T> apply(T wanted, Optional<T> actual)
            throws ForeignObjectException {
        JsonNode content = tree(wanted);
        String hash = Hash.of(content);
        if (actual.isPresent() && hasForm(actual.get(), hash, content)) {
            return Optional.empty();
        }
        refuseForeign(wanted, actual);
        Map<String, String> annotations =
                new HashMap<>(
                        Optional.ofNullable(wanted.getMetadata().getAnnotations())
                                .orElse(Map.of()));
        annotations.put(Labels.APPLIED_HASH, hash);
        wanted.getMetadata().setAnnotations(annotations);
        return Optional.of(
                client.resource(wanted)
                        .patch(
                                new PatchContext.Builder()
                                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                        .withFieldManager(FIELD_MANAGER)
                                        .withForce(true)
                                        .build()));
    }

    private boolean hasForm(HasMetadata actual, String hash, JsonNode wanted) {
        Map<String, String> annotations = actual.getMetadata().getAnnotations();
        return annotations != null
                && hash.equals(annotations.get(Labels.APPLIED_HASH))
                && Drift.covers(tree(actual), wanted);
    }

    /**
     * An informer sees only objects with our labels, so before the first write we look ourselves.
     */
    private <T extends HasMetadata> void refuseForeign(T wanted, Optional<T> known)
            throws ForeignObjectException {
        Optional<T> actual = known.or(() -> Optional.ofNullable(client.resource(wanted).get()));
        String owner = wanted.getMetadata().getOwnerReferences().get(0).getUid();
        if (actual.isPresent()
                && actual.get().getMetadata().getOwnerReferences().stream()
                        .noneMatch(reference -> reference.getUid().equals(owner))) {
            throw new ForeignObjectException(
                    "%s %s exists and is not part of this %s: delete it, or choose another name"
                            .formatted(
                                    wanted.getKind(),
                                    wanted.getMetadata().getName(),
                                    wanted.getMetadata().getOwnerReferences().get(0).getKind()));
        }
    }

    private JsonNode tree(HasMetadata object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    /** The name of a child is taken; a person must act. */
    static final class ForeignObjectException extends Exception {

        private static final long serialVersionUID = 1;

        ForeignObjectException(String message) {
            super(message);
        }
    }
}
