package io.multiraft.node.session;

import io.grpc.Deadline;
import io.multiraft.proto.runtime.v1.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for a list to change. One step follows the other, so nothing here is locked.
 *
 * <ol>
 *   <li>The versions are taken, and after them the list: what changes later changes a version.
 *   <li>Other versions: the list is made anew. If it is another one, it is the answer.
 *   <li>When the deadline is near, the list as it is then is the answer.
 * </ol>
 */
final class SessionWatch {

    private static final long MAX_RESERVE_MILLIS = 1_000;

    private final Supplier<CompletableFuture<List<Session>>> lists;
    private final SessionChanges changes;
    private final ScheduledExecutorService timers;
    private final Deadline deadline;
    private final long reserveMillis;
    private final CompletableFuture<List<Session>> answer = new CompletableFuture<>();
    private Map<Integer, Long> versions;
    private List<Session> before;

    /**
     * @param lists begins to make the list
     * @param deadline of the caller
     */
    SessionWatch(
            Supplier<CompletableFuture<List<Session>>> lists,
            SessionChanges changes,
            ScheduledExecutorService timers,
            Deadline deadline) {
        this.lists = lists;
        this.changes = changes;
        this.timers = timers;
        this.deadline = deadline;
        this.reserveMillis = Math.min(MAX_RESERVE_MILLIS, remainingMillis() / 4);
    }

    /** The list after its next change, or as it is shortly before the deadline. */
    CompletableFuture<List<Session>> begin() {
        step(
                changes.versions(),
                first -> {
                    versions = first;
                    step(lists.get(), this::waitOn);
                });
        return answer;
    }

    /** Nobody waits for the answer any more. */
    void stop() {
        answer.cancel(false);
    }

    private void waitOn(List<Session> list) {
        before = list;
        long left = remainingMillis() - reserveMillis;
        if (left <= 0) {
            step(lists.get(), answer::complete);
        } else if (!answer.isDone()) {
            timers.schedule(
                    this::look, Math.min(left, changes.lookMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        step(
                changes.versions(),
                now -> {
                    if (now.equals(versions)) {
                        waitOn(before);
                    } else {
                        versions = now;
                        step(lists.get(), this::compare);
                    }
                });
    }

    private void compare(List<Session> list) {
        if (list.equals(before)) {
            waitOn(list);
        } else {
            answer.complete(list);
        }
    }

    private <T> void step(CompletableFuture<T> stage, Consumer<T> then) {
        stage.thenAccept(then)
                .whenComplete(
                        (done, error) -> {
                            if (error != null) {
                                answer.completeExceptionally(error);
                            }
                        });
    }

    private long remainingMillis() {
        return deadline.timeRemaining(TimeUnit.MILLISECONDS);
    }
}
