package io.multiraft.e2e.history;

/**
 * What a client knows of an operation when its call is over.
 *
 * @param outcome {@link #OK}, {@link #UNKNOWN}, {@link #FAILED}, or the refusal of one model
 * @param error why, for people; empty where it went well
 */
record Answer(String outcome, Values output, String error) {

    static final String OK = "ok";

    /** It may have happened, or may yet happen. */
    static final String UNKNOWN = "unknown";

    /** It has certainly not happened, and never will. */
    static final String FAILED = "failed";

    static Answer ok(Values output) {
        return new Answer(OK, output, "");
    }

    static Answer refused(String outcome, String error) {
        return new Answer(outcome, Values.NONE, error);
    }

    static Answer unknown(Throwable error) {
        return new Answer(UNKNOWN, Values.NONE, String.valueOf(error.getMessage()));
    }

    static Answer failed(Throwable error) {
        return new Answer(FAILED, Values.NONE, String.valueOf(error.getMessage()));
    }

    /** Whether the cluster has answered, be it by a refusal. */
    boolean definite() {
        return isDefinite(outcome);
    }

    static boolean isDefinite(String outcome) {
        return !outcome.equals(UNKNOWN) && !outcome.equals(FAILED);
    }
}
