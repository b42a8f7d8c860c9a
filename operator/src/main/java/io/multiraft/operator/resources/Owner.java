package io.multiraft.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** Ties an object to the one it goes with. */
final class Owner {

    private Owner() {}

    /**
     * What is owned goes with its owner. It never holds the owner back: blocking its deletion would
     * need more rights, and a namespace must not hang on us.
     */
    static OwnerReference of(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
