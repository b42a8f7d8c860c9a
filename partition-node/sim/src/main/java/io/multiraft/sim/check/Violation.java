package io.multiraft.sim.check;

/** Something that must always hold does not. */
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String invariant;

    Violation(String invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    /** The simple name of its class. */
    public String invariant() {
        return invariant;
    }
}
