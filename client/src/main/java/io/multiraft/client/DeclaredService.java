package io.multiraft.client;

import io.multiraft.client.errors.InvalidException;

/**
 * A service that a program has asked a session for, and all that it was given of it, until it is
 * deleted: who asks then is given another one.
 */
final class DeclaredService {

    private final String key;
    private final ServiceType type;
    private volatile boolean deleted;

    /**
     * @param key unique in the session
     */
    DeclaredService(String key, ServiceType type) {
        this.key = key;
        this.type = type;
    }

    ServiceType type() {
        return type;
    }

    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }

    /** By which the core knows it, while it is not deleted. */
    String key() {
        if (deleted) {
            throw new InvalidException(
                    "it was deleted by this session; ask the session for it again to make another");
        }
        return key;
    }
}
