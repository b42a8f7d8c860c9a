package io.multiraft.node.session;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.multiraft.node.grpc.InvalidRequestException;
import io.multiraft.node.grpc.Patience;
import io.multiraft.node.grpc.Routing;
import io.multiraft.node.session.SessionPages.Page;
import io.multiraft.proto.runtime.v1.GetSessionRequest;
import io.multiraft.proto.runtime.v1.GetSessionResponse;
import io.multiraft.proto.runtime.v1.ListSessionsRequest;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionServiceGrpc.SessionServiceImplBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code atomix.runtime.v1.SessionService} answers. */
final class RuntimeSessionService extends SessionServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeSessionService.class);

    private final String cluster;
    private final ClusterSessions sessions;
    private final SessionChanges changes;
    private final ScheduledExecutorService timers;
    private final HeldListings held;

    /**
     * @param cluster tells this cluster from others
     */
    RuntimeSessionService(
            String cluster,
            ClusterSessions sessions,
            SessionChanges changes,
            ScheduledExecutorService timers) {
        this.cluster = cluster;
        this.sessions = sessions;
        this.changes = changes;
        this.timers = timers;
        this.held = new HeldListings(timers);
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> observer) {
        SessionId id = request.getSessionId();
        if (id.getName().isEmpty()) {
            refuse(observer, "session_id.name is missing; accepted is one that ListSessions shows");
            return;
        }
        when(
                sessions.find(id),
                observer,
                found -> {
                    if (found.isPresent()) {
                        send(
                                observer,
                                GetSessionResponse.newBuilder().setSession(found.get()).build());
                    } else {
                        observer.onError(notFound(id).asRuntimeException());
                    }
                });
    }

    private static Status notFound(SessionId id) {
        String primitive = id.getPrimitive().getId();
        return Status.NOT_FOUND.withDescription(
                "session \"%s\"%s is not open, and has not ended within the last %d minutes"
                        .formatted(
                                id.getName(),
                                primitive.isEmpty() ? "" : " of primitive \"" + primitive + "\"",
                                SessionMerge.ENDED_SHOWN.toMinutes()));
    }

    @Override
    public void listSessions(
            ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
        PageHeaders.Pages pages = PageHeaders.current();
        String type = request.getType();
        try {
            if (request.getWatch()) {
                watch(type, pages, observer);
            } else if (pages.token() == null) {
                list(type, "", pages, observer);
            } else {
                PageToken token = PageToken.decode(pages.token()).requireOf(cluster, type);
                Optional<List<Page>> listing =
                        held.find(token.listing())
                                .filter(one -> token.page() > 0 && token.page() < one.size());
                if (listing.isPresent()) {
                    sendPage(listing.get(), token.page(), token.listing(), type, pages, observer);
                } else {
                    list(type, token.afterName(), pages, observer);
                }
            }
        } catch (InvalidRequestException e) {
            refuse(observer, e.getMessage());
        }
    }

    private void list(
            String type,
            String afterName,
            PageHeaders.Pages pages,
            StreamObserver<ListSessionsResponse> observer) {
        when(matching(type, afterName), observer, found -> sendFirst(found, type, pages, observer));
    }

    private void watch(
            String type, PageHeaders.Pages pages, StreamObserver<ListSessionsResponse> observer)
            throws InvalidRequestException {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            throw new InvalidRequestException(
                    "watch without a deadline; with one, the call is answered at the next change,"
                            + " or with the list as it is shortly before the deadline");
        }
        if (pages.token() != null) {
            throw new InvalidRequestException(
                    "watch with %s; accepted is one of the two"
                            .formatted(PageHeaders.TOKEN.name()));
        }
        ObservedCalls.listens();
        SessionWatch watch = new SessionWatch(() -> matching(type, ""), changes, timers, deadline);
        when(watch.begin(), observer, found -> sendFirst(found, type, pages, observer));
        ((ServerCallStreamObserver<?>) observer).setOnCancelHandler(watch::stop);
    }

    /**
     * @param type all where it is empty
     * @param afterName those whose name comes after it
     */
    private CompletableFuture<List<Session>> matching(String type, String afterName) {
        return sessions.list()
                .thenApply(
                        all ->
                                all.stream()
                                        .filter(one -> type.isEmpty() || isOfType(one, type))
                                        .filter(one -> nameOf(one).compareTo(afterName) > 0)
                                        .toList());
    }

    private static boolean isOfType(Session session, String type) {
        return session.getSpec().getKind().equals(type);
    }

    private static String nameOf(Session session) {
        return session.getMeta().getId().getName();
    }

    private void sendFirst(
            List<Session> found,
            String type,
            PageHeaders.Pages pages,
            StreamObserver<ListSessionsResponse> observer) {
        List<Page> listing = SessionPages.cut(found);
        String id = listing.size() > 1 ? held.hold(listing) : "";
        sendPage(listing, 0, id, type, pages, observer);
    }

    private void sendPage(
            List<Page> listing,
            int number,
            String listingId,
            String type,
            PageHeaders.Pages pages,
            StreamObserver<ListSessionsResponse> observer) {
        Page page = listing.get(number);
        if (number + 1 < listing.size()) {
            pages.next(new PageToken(cluster, type, listingId, number + 1, page.lastName()));
        }
        try {
            send(observer, ListSessionsResponse.parseFrom(page.response()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a page that was written here cannot be read", e);
        }
    }

    private static <R> void send(StreamObserver<R> observer, R response) {
        observer.onNext(response);
        observer.onCompleted();
    }

    private <T> void when(
            CompletableFuture<T> stage, StreamObserver<?> observer, Consumer<T> answer) {
        ServerCallStreamObserver<?> call = (ServerCallStreamObserver<?>) observer;
        limit(stage);
        // With a handler, an answer to a caller that went away is no failure.
        call.setOnCancelHandler(() -> {});
        stage.thenAccept(answer)
                .whenComplete(
                        (done, error) -> {
                            if (error != null && !call.isCancelled()) {
                                call.onError(
                                        status(error).asRuntimeException(Routing.notExecuted()));
                            }
                        });
    }

    /** A caller that waits for less time than partitions are asked is told who is missing. */
    private <T> void limit(CompletableFuture<T> stage) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return;
        }
        Patience patience = new Patience(deadline);
        ScheduledFuture<?> giveUp =
                timers.schedule(
                        () -> stage.completeExceptionally(missing(patience.spentMillis())),
                        patience.remainingMillis(),
                        TimeUnit.MILLISECONDS);
        stage.whenComplete((done, error) -> giveUp.cancel(false));
    }

    private StatusException missing(long millis) {
        List<Integer> leaderless = changes.leaderless();
        String reason =
                leaderless.isEmpty()
                        ? "not every partition has answered"
                        : "partition " + leaderless.get(0) + " has no leader now";
        return Status.UNAVAILABLE
                .withDescription(reason + "; tried for " + millis + " ms")
                .asException();
    }

    /** A partition that did not answer says itself why. */
    private static Status status(Throwable error) {
        Status status = Status.fromThrowable(error);
        if (status.getCode() != Status.Code.UNKNOWN) {
            return status;
        }
        LOG.error("sessions could not be shown", error);
        return Status.INTERNAL.withDescription("a defect of this node; its log says more");
    }

    private static void refuse(StreamObserver<?> observer, String description) {
        observer.onError(Status.INVALID_ARGUMENT.withDescription(description).asRuntimeException());
    }
}
