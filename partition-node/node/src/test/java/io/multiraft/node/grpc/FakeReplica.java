package io.multiraft.node.grpc;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.fsm.SessionHoldings;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.SessionView;
import io.multiraft.fsm.Status;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.node.partition.PartitionReplica;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.PartitionStatus.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A replica that does what a test tells it. */
public final class FakeReplica implements PartitionReplica {

    public final List<Proposal> proposals = new CopyOnWriteArrayList<>();
    public final List<Query> queries = new CopyOnWriteArrayList<>();
    public final AtomicInteger detached = new AtomicInteger();
    public volatile PartitionStatus status;
    public volatile SessionList sessions = new SessionList(0, 0, List.of(), 0);
    public final List<SessionSelection> selections = new CopyOnWriteArrayList<>();
    public volatile BiFunction<SessionView, Integer, SessionHoldings> holdings =
            (view, most) -> new SessionHoldings(view, List.of(), List.of());
    public volatile BiConsumer<Proposal, OutputListener> onPropose = (proposal, listener) -> {};
    public volatile CompletionStage<QueryResult> queryResult = new CompletableFuture<>();
    public volatile CompletionStage<Leadership> transfer = new CompletableFuture<>();

    private final int id;
    private final List<Consumer<Leadership>> watchers = new CopyOnWriteArrayList<>();
    private volatile Leadership leadership = new Leadership(0, "", false);

    public FakeReplica(int id) {
        this.id = id;
        this.status =
                PartitionStatus.newBuilder().setPartitionId(id).setRole(Role.FOLLOWER).build();
    }

    /** Somebody leads from now on; nobody where the name is empty. */
    public void lead(long term, String leader, boolean self) {
        leadership = new Leadership(term, leader, self);
        watchers.forEach(watcher -> watcher.accept(leadership));
    }

    public int watcherCount() {
        return watchers.size();
    }

    /** Answers every proposal at once with one output. */
    public void answer(PartitionOutput output) {
        onPropose =
                (proposal, listener) -> {
                    listener.onOutput(new Effect.Output(7, 7, 1, Status.OK, "", output));
                    listener.onClosed(new Effect.StreamClosed(7, Status.OK, ""));
                };
    }

    /** Fails the next proposals, one after the other, and answers the one after them. */
    public void failThenAnswer(PartitionOutput output, PartitionException... errors) {
        List<PartitionException> left = new ArrayList<>(List.of(errors));
        onPropose =
                (proposal, listener) -> {
                    if (left.isEmpty()) {
                        listener.onOutput(new Effect.Output(7, 7, 1, Status.OK, "", output));
                        listener.onClosed(new Effect.StreamClosed(7, Status.OK, ""));
                    } else {
                        listener.onError(left.remove(0));
                    }
                };
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    @Override
    public Watch watchLeadership(Consumer<Leadership> watcher) {
        watchers.add(watcher);
        watcher.accept(leadership);
        return () -> watchers.remove(watcher);
    }

    @Override
    public Watch propose(Proposal proposal, OutputListener listener) {
        proposals.add(proposal);
        onPropose.accept(proposal, listener);
        return detached::incrementAndGet;
    }

    @Override
    public CompletionStage<QueryResult> query(
            Query query, long lastCommandSequenceNum, Duration timeout) {
        queries.add(query);
        return queryResult;
    }

    @Override
    public CompletionStage<SessionList> sessions(
            SessionSelection selection, int limit, boolean count, Duration timeout) {
        selections.add(selection);
        return CompletableFuture.completedFuture(
                new SessionList(
                        sessions.index(),
                        sessions.sessionVersion(),
                        sessions.sessions().stream()
                                .filter(view -> view.sessionId() > selection.afterSessionId())
                                .limit(limit)
                                .toList(),
                        count ? sessions.openCount() : 0));
    }

    @Override
    public CompletionStage<FoundSession> session(
            long sessionId, String name, int most, Duration timeout) {
        return CompletableFuture.completedFuture(
                new FoundSession(
                        sessions.index(),
                        sessions.sessions().stream()
                                .filter(view -> sessionId == 0 || view.sessionId() == sessionId)
                                .filter(view -> sessionId != 0 || nameOf(view).equals(name))
                                .map(view -> holdings.apply(view, most))
                                .findFirst()));
    }

    private static String nameOf(SessionView view) {
        return view.session() == null ? "" : view.session().getMeta().getId().getName();
    }

    @Override
    public PartitionStatus status() {
        return status;
    }

    @Override
    public CompletionStage<Leadership> transferLeadership(String target, Duration timeout) {
        return transfer;
    }

    @Override
    public CompletionStage<Long> takeSnapshot() {
        return CompletableFuture.completedFuture(42L);
    }
}
