package io.multiraft.fsm.determinism;

import java.util.List;

/**
 * Two kinds of process that share nothing which the state machine must not depend on. The salt of
 * {@code Set.of} and {@code Map.of} is another one in every process.
 */
enum Surroundings {
    /** Identity hashes all alike, the whole of it interpreted. */
    INTERPRETED_IN_TURKISH(
            "-Xint",
            "-XX:+UseSerialGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=2",
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Asia/Kathmandu",
            "-Dfile.encoding=UTF-16BE"),

    /** Identity hashes counted up, compiled for speed where it is run often. */
    COMPILED_IN_ARABIC(
            "-XX:-TieredCompilation",
            "-XX:+UseParallelGC",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:hashCode=3",
            "-Duser.language=ar",
            "-Duser.country=EG",
            "-Duser.timezone=America/St_Johns",
            "-Dfile.encoding=ISO-8859-1");

    private final List<String> options;

    Surroundings(String... options) {
        this.options = List.of(options);
    }

    /** Options of the {@code java} command. */
    List<String> options() {
        return options;
    }
}
