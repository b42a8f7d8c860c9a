package io.multiraft.bench.load;

/** One kind of call to a system, such as an increment. It does not block. */
public interface Operation {

    /**
     * Begins one call.
     *
     * @param caller who calls, from 0; which connection it takes follows from this
     * @param completion told once, on any thread
     */
    void start(int caller, Completion completion);

    /** Learns how a call ended. */
    interface Completion {

        /**
         * The call has ended.
         *
         * @param failure why it did not do what it should; null when it did
         */
        void done(Throwable failure);
    }
}
