package io.multiraft.client;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.multiraft.client.core.Request;
import io.multiraft.client.core.SessionCore;
import io.multiraft.client.errors.IndeterminateException;
import io.multiraft.client.errors.MultiRaftException;
import io.multiraft.client.errors.UnavailableException;
import io.multiraft.client.grpc.StreamExchange;
import io.multiraft.client.grpc.StreamOperation;
import io.multiraft.proto.multiraft.v1.CommandRequestHeaders;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A command that stays open in one partition, for a subscription.
 *
 * @param <R> its outputs
 */
final class PartitionStream<Q, R extends MessageLite> implements StreamOperation {

    /** Outputs that wait for the subscriber, and their bytes; one more may be on its way. */
    static final int ROOM = 256;

    static final long ROOM_BYTES = 4L << 20;

    private final ClientShell shell;
    private final PartitionSession session;
    private final DeclaredService service;
    private final MethodDescriptor<Q, R> method;
    private final Function<CommandRequestHeaders, Q> request;
    private final Function<R, CommandResponseHeaders> headers;
    private final EventSubscription<R, ?> subscription;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    /** Nothing is read until {@link #taken} has seen to it. */
    private volatile boolean paused;

    private long number;
    private R arrived;
    private boolean stands;

    PartitionStream(
            ClientShell shell,
            PartitionSession session,
            DeclaredService service,
            MethodDescriptor<Q, R> method,
            Function<CommandRequestHeaders, Q> request,
            Function<R, CommandResponseHeaders> headers,
            EventSubscription<R, ?> subscription) {
        this.shell = shell;
        this.session = session;
        this.service = service;
        this.method = method;
        this.request = request;
        this.headers = headers;
        this.subscription = subscription;
    }

    void start() {
        shell.loop()
                .start(
                        this,
                        (unused, nowMillis) -> {
                            number = session.core().stream(nowMillis, service.key());
                            return number;
                        });
    }

    /** Brings nothing any more, and no end; once or twice, ended or not. */
    void cancel() {
        shell.loop()
                .execute(
                        nowMillis -> {
                            session.core().cancelStream(number);
                            shell.loop().forget(number);
                        });
    }

    @Override
    public StreamExchange<Q, R> stream(Request.Command command) {
        return new StreamExchange<>(method, request.apply(Headers.command(command)), this::read);
    }

    private StreamExchange.Output read(R response) {
        arrived = response;
        CommandResponseHeaders received = headers.apply(response);
        PartitionResponseHeaders partition = Answers.partition(received);
        return new StreamExchange.Output(
                received.getOutputSequenceNum(),
                partition.getStatus(),
                partition.getMessage(),
                response.getSerializedSize());
    }

    /** The first one only says that the listener is in place. */
    @Override
    public void output() {
        if (stands) {
            waiting.incrementAndGet();
            waitingBytes.addAndGet(arrived.getSerializedSize());
            subscription.arrived(this, arrived);
        } else {
            stands = true;
            subscription.stands();
        }
    }

    @Override
    public boolean hasRoom() {
        if (!isFull()) {
            return true;
        }
        paused = true;
        // What is taken from here on sees that; what was taken just now did not.
        return !isFull();
    }

    private boolean isFull() {
        return waiting.get() >= ROOM || waitingBytes.get() >= ROOM_BYTES;
    }

    /** The subscriber has taken one, on whatever thread. */
    void taken(R event) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-event.getSerializedSize());
        if (paused && !isFull()) {
            paused = false;
            shell.loop().execute(nowMillis -> shell.loop().resume(number, nowMillis));
        }
    }

    @Override
    public void completed() {
        subscription.completed();
    }

    /** The service refused it or ended it; unlike a command it can simply be opened again. */
    @Override
    public void refused(Status status, String message) {
        subscription.failed(
                status == Status.CANCELED
                        ? new UnavailableException("the cluster ended the stream: " + message)
                        : Failures.of(status, message));
    }

    /** It does not matter whether it had begun: nobody acknowledges it any more, so it ends. */
    @Override
    public void failed(MultiRaftException error) {
        subscription.failed(
                error instanceof IndeterminateException
                        ? new UnavailableException(error.getMessage(), error.getCause())
                        : error);
    }

    @Override
    public void failedWith(SessionCore ended) {
        subscription.failed(Failures.ended(ended.lease(), ended.end()));
    }
}
