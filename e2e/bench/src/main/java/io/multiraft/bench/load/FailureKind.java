package io.multiraft.bench.load;

/** Why an operation did not do what it should. */
public enum FailureKind {
    /** For lack of room, with a hint when to try again. */
    REFUSED,
    /** For lack of room, and no word of when there may be some. */
    REFUSED_WITHOUT_HINT,
    /** Anything else, such as that its time was up. */
    OTHER
}
