package io.multiraft.client.errors;

/** A call that did not succeed; the type says who must act. */
public abstract sealed class MultiRaftException extends RuntimeException
        permits ConflictException,
                IndeterminateException,
                InvalidException,
                LimitReachedException,
                PartitionStatusException,
                SessionEndedException,
                UnavailableException {

    private static final long serialVersionUID = 1L;

    MultiRaftException(String message, Throwable cause) {
        super(message, cause);
    }
}
