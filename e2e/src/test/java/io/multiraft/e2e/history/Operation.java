package io.multiraft.e2e.history;

/**
 * One line of a history, as {@code e2e/histories} reads it.
 *
 * @param model whose rules it follows
 * @param object one counter, one key of a map, one name of a session
 * @param call nanoseconds of this process' monotonic clock, when it began
 * @param returned the same, when its outcome was known, or given up for unknown
 */
record Operation(
        String model,
        String object,
        int client,
        String operation,
        Values input,
        String outcome,
        Values output,
        String error,
        long call,
        long returned) {}
