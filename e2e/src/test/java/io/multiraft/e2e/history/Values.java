package io.multiraft.e2e.history;

/** What goes into an operation, or comes out of it; what it has no use for is 0 or empty. */
record Values(long number, long compare, String text, long version, long session, long epoch) {

    static final Values NONE = new Values(0, 0, "", 0, 0, 0);

    static Values number(long number) {
        return new Values(number, 0, "", 0, 0, 0);
    }

    static Values compareAndSet(long compare, long number) {
        return new Values(number, compare, "", 0, 0, 0);
    }

    static Values text(String text) {
        return new Values(0, 0, text, 0, 0, 0);
    }

    static Values written(String text, long version) {
        return new Values(0, 0, text, version, 0, 0);
    }

    static Values held(long session, long epoch) {
        return new Values(0, 0, "", 0, session, epoch);
    }
}
