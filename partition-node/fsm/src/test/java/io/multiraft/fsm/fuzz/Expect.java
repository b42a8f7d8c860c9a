package io.multiraft.fsm.fuzz;

/** What a target holds to be true of every input. */
final class Expect {

    private Expect() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
