package io.multiraft.fsm.testing;

import io.multiraft.fsm.Limits;

/** Limits that a short test reaches. */
public final class SmallLimits {

    private SmallLimits() {}

    public static Limits get() {
        return new Limits(
                new Limits.Sessions(8, 4, 5_000, 1_000, 8_000, 16, 180),
                new Limits.Commands(6, 2, 6, 4_000, 12_000, 512),
                new Limits.Services(5, 3, 16),
                new Limits.Maps(4, 8, 16),
                3);
    }
}
