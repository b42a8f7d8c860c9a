package io.multiraft.bench.system;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.bench.load.Operation.Completion;
import java.util.function.Function;

/** What comes of a unary call. */
final class UnaryAnswer<R> extends ClientCall.Listener<R> {

    private final Function<R, Throwable> refusal;
    private final Completion completion;
    private boolean answered;
    private Throwable failure;

    private UnaryAnswer(Function<R, Throwable> refusal, Completion completion) {
        this.refusal = refusal;
        this.completion = completion;
    }

    /** Begins a call and does not wait. */
    static <Q, R> void begin(
            ClientCall<Q, R> call,
            Q request,
            Function<R, Throwable> refusal,
            Completion completion) {
        call.start(new UnaryAnswer<>(refusal, completion), new Metadata());
        // One more than there is to be, as gRPC's own stubs do: so the end needs no asking.
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(R response) {
        answered = true;
        failure = refusal.apply(response);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            completion.done(new CallFailure(status, trailers));
        } else if (!answered) {
            completion.done(
                    new CallFailure(
                            Status.INTERNAL.withDescription("OK without a message"), trailers));
        } else {
            completion.done(failure);
        }
    }
}
