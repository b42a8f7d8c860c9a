package io.multiraft.kubectl.command;

import com.google.protobuf.ByteString;
import io.multiraft.client.MapEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Hands out the changes of a map one after the other, until the stream ends. */
final class MapWatch implements Flow.Subscriber<MapEvent<String, ByteString>> {

    private final Consumer<MapEvent<String, ByteString>> printer;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile Flow.Subscription subscription;

    MapWatch(Consumer<MapEvent<String, ByteString>> printer) {
        this.printer = printer;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(MapEvent<String, ByteString> event) {
        printer.accept(event);
        subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
        end.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }

    /** Returns when the stream has ended; throws what ended it. */
    void awaitEnd() throws Exception {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
