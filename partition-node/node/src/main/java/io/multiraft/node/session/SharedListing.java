package io.multiraft.node.session;

import io.multiraft.proto.runtime.v1.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes one list at a time. Who asks while one is being made shares the next, which begins after
 * all of them have asked: so each sees what was acknowledged before it asked, and many who ask cost
 * little more than one.
 */
final class SharedListing {

    private final Supplier<CompletableFuture<List<Session>>> maker;
    private boolean making;
    private CompletableFuture<List<Session>> next;

    /**
     * @param maker begins to make a list
     */
    SharedListing(Supplier<CompletableFuture<List<Session>>> maker) {
        this.maker = maker;
    }

    /** A list that is begun from now on. */
    CompletableFuture<List<Session>> list() {
        CompletableFuture<List<Session>> asked;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
            }
            asked = next;
        }
        makeNext();
        return asked.copy();
    }

    private void makeNext() {
        CompletableFuture<List<Session>> wanted;
        synchronized (this) {
            if (making || next == null) {
                return;
            }
            making = true;
            wanted = next;
            next = null;
        }
        maker.get()
                .whenComplete(
                        (sessions, error) -> {
                            synchronized (this) {
                                making = false;
                            }
                            makeNext();
                            if (error == null) {
                                wanted.complete(sessions);
                            } else {
                                wanted.completeExceptionally(error);
                            }
                        });
    }
}
