package io.multiraft.client;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A subscriber that keeps what it is told. */
final class Recorded<T> implements Flow.Subscriber<T> {

    final Queue<T> events = new ConcurrentLinkedQueue<>();
    volatile Flow.Subscription subscription;
    volatile Throwable error;
    volatile boolean complete;
    volatile Consumer<T> onNext = events::add;
    volatile Consumer<Throwable> onError = problem -> error = problem;
    private final long requested;

    private Recorded(long requested) {
        this.requested = requested;
    }

    /** Requests so many, and returns when it may be sure that nothing is missed. */
    static <T> Recorded<T> of(Flow.Publisher<T> publisher, long requested) {
        Recorded<T> recorded = new Recorded<>(requested);
        publisher.subscribe(recorded);
        Awaitility.await().until(() -> recorded.subscription != null);
        return recorded;
    }

    static <T> Recorded<T> allOf(Flow.Publisher<T> publisher) {
        return of(publisher, Long.MAX_VALUE);
    }

    List<T> await(int count) {
        Awaitility.await().until(() -> events.size() >= count);
        return List.copyOf(events);
    }

    Throwable awaitError() {
        Awaitility.await().until(() -> error != null);
        return error;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        if (requested > 0) {
            to.request(requested);
        }
        subscription = to;
    }

    @Override
    public void onNext(T event) {
        onNext.accept(event);
    }

    @Override
    public void onError(Throwable problem) {
        onError.accept(problem);
    }

    @Override
    public void onComplete() {
        complete = true;
    }
}
