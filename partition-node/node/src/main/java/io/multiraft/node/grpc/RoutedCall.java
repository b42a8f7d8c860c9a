package io.multiraft.node.grpc;

import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.SynchronizationContext;
import io.multiraft.node.admission.Admission;
import io.multiraft.node.admission.OverloadException;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.node.partition.PartitionReplica.Leadership;
import io.multiraft.node.partition.PartitionReplica.Watch;
import java.util.Iterator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one call.
 *
 * <ol>
 *   <li>The request is read; one that cannot be read is refused.
 *   <li>Where this node leads the partition, it executes. Where another leads, the call goes on
 *       there, once. Where nobody leads, it waits.
 *   <li>An attempt that failed is made again while the caller waits, if nothing has happened or if
 *       it may happen twice, and only before the first answer has left.
 *   <li>Answers go out as fast as the caller reads.
 * </ol>
 *
 * <p>Everything runs in {@code serial}, so nothing here is locked, and nothing may block.
 */
final class RoutedCall extends ServerCall.Listener<byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedCall.class);
    private static final long RETRY_PAUSE_MILLIS = 50;

    private final CallRouter router;
    private final RoutedMethod method;
    private final ServerCall<byte[], byte[]> call;
    private final Admission.Permit permit;
    private final String forwarded;
    private final Patience patience;
    private final SynchronizationContext serial =
            new SynchronizationContext((thread, error) -> onBug(error));
    private final Outbound outbound;
    private final CallFailure failure = new CallFailure();
    private final SerialTimer timer;
    private final long startNanos = System.nanoTime();

    private byte[] message;
    private boolean surplus;
    private PartitionRequest request;
    private Attempt attempt;
    private int attempts;
    private boolean answered;
    private Watch leadershipWatch;
    private boolean completing;
    private boolean over;

    /**
     * @param permit of the call, which ends it
     * @param forwarded value of {@link Routing#FORWARDED}; null for a call that comes from a client
     * @param deadline of the caller; null where it has none
     */
    RoutedCall(
            CallRouter router,
            RoutedMethod method,
            ServerCall<byte[], byte[]> call,
            Admission.Permit permit,
            String forwarded,
            Deadline deadline) {
        this.router = router;
        this.method = method;
        this.call = call;
        this.permit = permit;
        this.forwarded = forwarded;
        this.patience = new Patience(deadline);
        this.timer = new SerialTimer(serial, router.timers());
        this.outbound = new Outbound(call, permit, this::requestNext, this::refuse);
    }

    @Override
    public void onMessage(byte[] bytes) {
        serial.execute(() -> take(bytes));
    }

    private void take(byte[] bytes) {
        if (over) {
            return;
        }
        surplus = message != null;
        message = bytes;
        try {
            permit.hold(bytes.length);
        } catch (OverloadException e) {
            refuse(e);
        }
    }

    @Override
    public void onHalfClose() {
        serial.execute(this::read);
    }

    @Override
    public void onReady() {
        serial.execute(outbound::drain);
    }

    @Override
    public void onCancel() {
        serial.execute(() -> end(Status.Code.CANCELLED));
    }

    @Override
    public void onComplete() {
        serial.execute(() -> end(Status.Code.OK));
    }

    private void read() {
        if (over) {
            return;
        }
        try {
            request = RequestReader.read(method, surplus ? null : message, router.routes());
            route();
        } catch (StatusException e) {
            close(e.getStatus(), failure.trailers());
        }
    }

    /** Picks who can serve the call now. */
    private void route() {
        timer.cancel();
        permit.resume();
        Optional<PartitionReplica> hosted = router.routes().hosted(request.partitionId());
        if (hosted.isEmpty()) {
            routeToMember();
            return;
        }
        PartitionReplica replica = hosted.get();
        Leadership leadership = replica.leadership();
        if (leadership.self() || !request.needsLeader()) {
            execute(replica);
        } else if (leadership.leader().isEmpty()
                || leadership.leader().equals(router.routes().self())) {
            failure.because("partition " + replica.id() + " has no leader now");
            awaitLeader(replica);
        } else if (Routing.TO_LEADER.equals(forwarded)) {
            refuseAsFollower(leadership.leader());
        } else {
            watch(replica);
            forward(leadership.leader(), Routing.TO_LEADER);
        }
    }

    private void refuseAsFollower(String leader) {
        String text = "%s does not lead partition %d, %s does";
        failure.because(text.formatted(router.routes().self(), request.partitionId(), leader));
        Metadata trailers = failure.trailers();
        trailers.put(Routing.LEADER, router.routes().apiAddress(leader));
        close(failure.status(), trailers);
    }

    private void awaitLeader(PartitionReplica replica) {
        try {
            permit.await();
        } catch (OverloadException e) {
            refuse(e);
            return;
        }
        watch(replica);
        timer.set(patience.remainingMillis(), this::giveUp);
    }

    private void routeToMember() {
        int id = request.partitionId();
        Optional<String> member = router.routes().member(id, attempts);
        if (forwarded != null || member.isEmpty()) {
            failure.because("%s does not host partition %d".formatted(router.routes().self(), id));
            close(failure.status(), failure.trailers());
        } else {
            forward(member.get(), Routing.TO_MEMBER);
        }
    }

    private void execute(PartitionReplica replica) {
        Attempt next = begin("");
        next.work = request.execute(replica, patience.remaining(), next);
    }

    private void forward(String member, String mode) {
        Attempt next = begin(mode.equals(Routing.TO_LEADER) ? member : "");
        try {
            next.forwardedCall =
                    ForwardedCall.start(
                            router.peers().get(member),
                            method,
                            message,
                            mode,
                            patience.deadline(),
                            next);
            next.work = next.forwardedCall;
        } catch (Exception e) {
            onBug(e);
        }
    }

    private Attempt begin(String leader) {
        attempts++;
        attempt = new Attempt(leader);
        return attempt;
    }

    private void requestNext() {
        if (attempt != null && attempt.forwardedCall != null) {
            attempt.forwardedCall.requestNext();
        }
    }

    private void watch(PartitionReplica replica) {
        if (leadershipWatch == null) {
            leadershipWatch =
                    replica.watchLeadership(
                            now -> serial.execute(() -> onLeadership(now.leader())));
        }
    }

    private void onLeadership(String leader) {
        if (over || completing) {
            return;
        }
        if (attempt == null) {
            route();
        } else if (!attempt.leader.isEmpty() && !attempt.leader.equals(leader)) {
            // Whoever the call went to may be cut off and never answer. What may not be repeated
            // waits on.
            if (answered) {
                refuse(
                        Status.UNAVAILABLE,
                        "the leader of partition " + request.partitionId() + " changed");
            } else if (request.repeatable()) {
                failure.somethingMayHaveHappened();
                retry("partition " + request.partitionId() + " lost its leader");
            }
        }
    }

    private void retry(String why) {
        failure.because(why);
        stopAttempt();
        long pause = Math.min(RETRY_PAUSE_MILLIS, patience.remainingMillis());
        timer.set(pause, patience.over() ? this::giveUp : this::route);
    }

    private void giveUp() {
        failure.after(patience.spentMillis());
        close(failure.status(), failure.trailers());
    }

    private void refuse(Status status, String description) {
        close(status.withDescription(description), failure.trailers());
    }

    /** What was answered and has no room was executed. */
    private void refuse(OverloadException overload) {
        if (answered && method.kind() != RoutedMethod.CallKind.QUERY) {
            failure.somethingMayHaveHappened();
        }
        Metadata trailers = failure.trailers();
        Routing.putRetryAfter(trailers, overload);
        close(Routing.status(overload), trailers);
    }

    private void close(Status status, Metadata trailers) {
        if (!over) {
            outbound.abort(status, trailers);
            end(status.getCode());
        }
    }

    /** All answers are there; what waits still goes to the caller. */
    private void finish(Metadata trailers) {
        completing = true;
        outbound.complete(trailers);
    }

    private void onBug(Throwable error) {
        LOG.error("{} failed on {}", method.descriptor().getFullMethodName(), call, error);
        refuse(
                Status.INTERNAL,
                "a defect of node " + router.routes().self() + "; its log says more");
    }

    private void end(Status.Code code) {
        if (over) {
            return;
        }
        over = true;
        long nanos = System.nanoTime() - startNanos;
        // Whoever went away has waited in vain: if all do, there are too many under way.
        if (attempts == 1 && (code == Status.Code.OK || code == Status.Code.CANCELLED)) {
            permit.took(nanos);
        }
        permit.close();
        timer.cancel();
        stopAttempt();
        if (leadershipWatch != null) {
            leadershipWatch.close();
        }
        int partitionId = request == null ? 0 : request.partitionId();
        router.observer().onCallClosed(method.kind(), partitionId, code, nanos);
    }

    private void stopAttempt() {
        Attempt stopped = attempt;
        attempt = null;
        if (stopped != null && stopped.work != null) {
            stopped.work.close();
        }
    }

    /** One try, here or at another node. What comes from a try that was given up is dropped. */
    private final class Attempt implements Responder, ForwardedCall.Listener {

        /** Who was believed to lead; empty where that does not matter. */
        private final String leader;

        private Watch work;
        private ForwardedCall forwardedCall;

        Attempt(String leader) {
            this.leader = leader;
        }

        private void ifCurrent(Runnable action) {
            serial.execute(
                    () -> {
                        if (attempt == this && !over) {
                            action.run();
                        }
                    });
        }

        @Override
        public void send(byte[] bytes) {
            ifCurrent(
                    () -> {
                        answered = true;
                        if (!outbound.send(bytes)) {
                            refuse(Status.RESOURCE_EXHAUSTED, Outbound.NOT_READ);
                        }
                    });
        }

        @Override
        public void sendAll(Iterator<byte[]> messages) {
            ifCurrent(
                    () -> {
                        answered = true;
                        outbound.sendAll(messages);
                        finish(leaderHint());
                    });
        }

        @Override
        public void complete() {
            ifCurrent(() -> finish(leaderHint()));
        }

        private Metadata leaderHint() {
            Metadata trailers = new Metadata();
            if (forwarded != null && request.needsLeader()) {
                trailers.put(Routing.LEADER, router.routes().apiAddress(router.routes().self()));
            }
            return trailers;
        }

        @Override
        public void fail(PartitionException error) {
            ifCurrent(() -> onEnd(CallOutcome.of(error)));
        }

        @Override
        public void onMessage(byte[] bytes) {
            send(bytes);
        }

        @Override
        public void onClosed(Status status, Metadata trailers, boolean sent) {
            ifCurrent(() -> onEnd(CallOutcome.of(status, trailers, sent)));
        }

        private void onEnd(CallOutcome outcome) {
            outcome.leader().ifPresent(hint -> router.routes().hint(request.partitionId(), hint));
            if (outcome.maybeExecuted()) {
                failure.somethingMayHaveHappened();
            }
            if (outcome.status().isOk()) {
                finish(outcome.trailers());
            } else if (!answered
                    && (outcome.retryable() || outcome.indeterminate() && request.repeatable())) {
                retry(outcome.status().getDescription());
            } else {
                outcome.trailers().discardAll(Routing.EXECUTED);
                outcome.trailers().merge(failure.trailers());
                close(outcome.status(), outcome.trailers());
            }
        }
    }
}
