package io.multiraft.node.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.grpc.ByteMarshaller;
import io.multiraft.proto.stream.v1.RequestFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one stream.
 *
 * <ol>
 *   <li>A message is cut into frames, and each becomes a call; one that cannot is refused alone.
 *   <li>Whoever answers a call, on whatever thread, puts it into {@code answered} and wakes this
 *       stream's thread, unless somebody else did.
 *   <li>That thread sends all answers that are there, as fast as the caller reads, and takes the
 *       next message when there is room for its frames.
 *   <li>The stream ends when the caller has ended its half, or the node stops, and all is answered.
 * </ol>
 *
 * <p>But for {@code answered}, everything runs on the thread of the connection, so nothing here is
 * locked, and nothing may block.
 */
final class Exchange extends ServerCall.Listener<byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** A caller that keeps up has so much to read now and then, and is no burden. */
    private static final int UNCOUNTED_BYTES = 64 << 10;

    private final ServerCall<byte[], byte[]> call;
    private final Admission.Permit permit;
    private final FrameMethods methods;
    private final StreamLimits limits;
    private final Executor thread;
    private final Consumer<Exchange> ended;
    private final Alarm overdue;
    private final Alarm unread;
    private final Alarm stopped;

    private final Queue<FrameCall> answered = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    private final List<FrameMethods.Named> named = new ArrayList<>();
    private final Map<Long, FrameCall> unanswered = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private long requestBytes;

    /** Of answers that wait, in the room for all callers. */
    private long heldBytes;

    /** Until when the caller must have taken an answer; null while none waits. */
    private Deadline patience;

    private boolean requested;
    private boolean halfClosed;
    private boolean stopping;
    private boolean over;

    /**
     * @param permit of the stream, which its owner closes
     * @param thread that of the connection, which this runs on
     * @param ended called once, when the stream has ended
     */
    Exchange(
            ServerCall<byte[], byte[]> call,
            Admission.Permit permit,
            FrameMethods methods,
            StreamLimits limits,
            Executor thread,
            ScheduledExecutorService timers,
            Consumer<Exchange> ended) {
        this.call = call;
        this.permit = permit;
        this.methods = methods;
        this.limits = limits;
        this.thread = thread;
        this.ended = ended;
        this.overdue = new Alarm(timers, thread, guarded(this::endOverdue));
        this.unread = new Alarm(timers, thread, guarded(this::endUnread));
        this.stopped = new Alarm(timers, thread, guarded(this::endStopped));
    }

    void begin() {
        // At once: the caller learns that the node knows the service.
        call.sendHeaders(new Metadata());
        proceed();
    }

    /**
     * The node stops: what is under way is answered if it is done by then, and nothing more is
     * served. Any thread.
     */
    void stop(Deadline deadline) {
        thread.execute(
                guarded(
                        () -> {
                            stopping = true;
                            stopped.ringBy(deadline);
                            proceed();
                        }));
    }

    @Override
    public void onMessage(byte[] message) {
        guarded(() -> read(message)).run();
    }

    @Override
    public void onHalfClose() {
        halfClosed = true;
        guarded(this::proceed).run();
    }

    @Override
    public void onReady() {
        guarded(this::proceed).run();
    }

    @Override
    public void onCancel() {
        leave();
    }

    @Override
    public void onComplete() {
        leave();
    }

    private void read(byte[] message) {
        requested = false;
        if (over) {
            return;
        }
        if (message == ByteMarshaller.UNREADABLE) {
            end(Status.INVALID_ARGUMENT, "the message cannot be decompressed");
            return;
        }
        try {
            Envelope envelope = Envelope.read(message, limits);
            if (named.size() + envelope.methods().size() > limits.methods()) {
                end(
                        Status.INVALID_ARGUMENT,
                        "the stream has named more than %d methods, the most that is accepted"
                                .formatted(limits.methods()));
                return;
            }
            envelope.methods().forEach(name -> named.add(methods.named(name)));
            envelope.frames().forEach(this::serve);
            proceed();
        } catch (InvalidProtocolBufferException e) {
            end(
                    Status.INVALID_ARGUMENT,
                    "the message is no ExchangeRequest that is accepted: " + e.getMessage());
        }
    }

    private void serve(ByteString bytes) {
        try {
            RequestFrame frame = Envelope.frame(bytes);
            Status refusal = FrameCheck.refusal(frame, named, unanswered.keySet(), stopping);
            if (refusal.isOk()) {
                begin(frame);
            } else {
                outbox.add(ResponseFrames.refused(frame.getFrameId(), refusal));
            }
        } catch (InvalidProtocolBufferException e) {
            outbox.add(FrameCheck.broken(e));
        }
    }

    private void begin(RequestFrame frame) {
        FrameCall frameCall =
                new FrameCall(frame, named.get(frame.getMethod() - 1).handler(), this::onAnswered);
        unanswered.put(frame.getFrameId(), frameCall);
        requestBytes += frameCall.requestBytes();
        if (frameCall.deadline() != null) {
            overdue.ringBy(frameCall.deadline());
        }
        frameCall.begin(frame.getRequest().toByteArray());
    }

    /** Comes from any thread; only the first of those that come together wakes the stream's own. */
    private void onAnswered(FrameCall frame) {
        answered.add(frame);
        if (woken.compareAndSet(false, true)) {
            thread.execute(
                    guarded(
                            () -> {
                                woken.set(false);
                                proceed();
                            }));
        }
    }

    /** Does all that can be done now. */
    private void proceed() {
        collect();
        if (!over) {
            send();
        }
        if (over) {
            return;
        }
        if (unanswered.isEmpty() && outbox.isEmpty() && (halfClosed || stopping)) {
            if (halfClosed) {
                end(Status.OK, null);
            } else {
                endStopped();
            }
        } else if (!requested && hasRoom()) {
            requested = true;
            call.request(1);
        }
    }

    private void collect() {
        for (FrameCall frame = answered.poll(); frame != null; frame = answered.poll()) {
            if (forget(frame)) {
                outbox.add(frame.toResponse());
            }
        }
    }

    /** False where the frame has been answered otherwise. */
    private boolean forget(FrameCall frame) {
        boolean known = unanswered.remove(frame.frameId(), frame);
        if (known) {
            requestBytes -= frame.requestBytes();
        }
        return known;
    }

    private void send() {
        while (!outbox.isEmpty() && call.isReady()) {
            call.sendMessage(outbox.next());
            patience = null;
        }
        if (!holdWaiting()) {
            cutOff("reads too slowly for a node that has no room for its answers");
        } else if (outbox.bytes() > limits.answerBytes()) {
            cutOff("has more than %d bytes of answers to read".formatted(limits.answerBytes()));
        } else if (outbox.isEmpty()) {
            patience = null;
        } else if (patience == null) {
            patience = Deadline.after(limits.readerPatience().toNanos(), TimeUnit.NANOSECONDS);
            unread.ringBy(patience);
        }
    }

    /** False where all callers together have no room for the answers that wait. */
    private boolean holdWaiting() {
        long more = Math.max(0, outbox.bytes() - UNCOUNTED_BYTES) - heldBytes;
        try {
            if (more > 0) {
                permit.hold(more);
            } else {
                permit.release(-more);
            }
            heldBytes += more;
            return true;
        } catch (OverloadException e) {
            return false;
        }
    }

    private boolean hasRoom() {
        return unanswered.size() + outbox.size() < limits.frames()
                && requestBytes + outbox.bytes() < limits.bytes();
    }

    private void endUnread() {
        if (patience == null) {
            return;
        }
        if (patience.isExpired()) {
            cutOff("has taken no answer for %d ms".formatted(limits.readerPatience().toMillis()));
        } else {
            unread.ringBy(patience);
        }
    }

    private void cutOff(String what) {
        end(
                Status.RESOURCE_EXHAUSTED,
                "the caller %s; send what was not answered again, with its command numbers, and read"
                                .formatted(what)
                        + " faster");
    }

    private void endOverdue() {
        collect();
        Deadline earliest = null;
        for (Iterator<FrameCall> frames = unanswered.values().iterator(); frames.hasNext(); ) {
            FrameCall frame = frames.next();
            Deadline deadline = frame.deadline();
            if (deadline == null) {
                continue;
            }
            if (deadline.isExpired()) {
                frames.remove();
                requestBytes -= frame.requestBytes();
                frame.cancel();
                outbox.add(ResponseFrames.overdue(frame.frameId()));
            } else {
                earliest = earliest == null ? deadline : earliest.minimum(deadline);
            }
        }
        if (earliest != null) {
            overdue.ringBy(earliest);
        }
        proceed();
    }

    private void endStopped() {
        end(Status.UNAVAILABLE, FrameCheck.STOPPING);
    }

    private void end(Status status, String description) {
        if (!over) {
            call.close(status.withDescription(description), new Metadata());
            leave();
        }
    }

    /** The stream has ended, by whomever: nobody waits for answers any more. */
    private void leave() {
        if (over) {
            return;
        }
        over = true;
        overdue.cancel();
        unread.cancel();
        stopped.cancel();
        unanswered.values().forEach(FrameCall::cancel);
        unanswered.clear();
        answered.clear();
        ended.accept(this);
    }

    private Runnable guarded(Runnable action) {
        return () -> {
            if (over) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("a stream failed", e);
                end(Status.INTERNAL, "a defect of this node; its log says more");
            }
        };
    }
}
