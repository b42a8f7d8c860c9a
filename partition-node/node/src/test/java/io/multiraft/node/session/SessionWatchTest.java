package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Deadline;
import io.multiraft.node.grpc.FakeReplica;
import io.multiraft.proto.runtime.v1.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a watch is answered, and with what. */
class SessionWatchTest {

    private static final List<Session> NONE = List.of();
    private static final List<Session> ONE = List.of(Session.getDefaultInstance());

    private final ManualTimers timers = new ManualTimers();
    private final FakeReplica replica = new FakeReplica(1);
    private long nanos;
    private int lists;
    private CompletableFuture<List<Session>> list = CompletableFuture.completedFuture(NONE);
    private SessionWatch watch;
    private CompletableFuture<List<Session>> answer;

    @BeforeEach
    void begin() {
        replica.status = replica.status.toBuilder().setReady(true).build();
        Deadline deadline =
                Deadline.after(
                        10,
                        TimeUnit.SECONDS,
                        new Deadline.Ticker() {
                            @Override
                            public long nanoTime() {
                                return nanos;
                            }
                        });
        watch =
                new SessionWatch(
                        () -> {
                            lists++;
                            return list;
                        },
                        new SessionChanges(1, List.of(replica), new PartitionSessions(null)),
                        timers,
                        deadline);
        answer = watch.begin();
    }

    private void changeVersion() {
        replica.status =
                replica.status.toBuilder()
                        .setSessionVersion(replica.status.getSessionVersion() + 1)
                        .build();
    }

    @Test
    void makesNoListWhileNothingChanges() {
        timers.goOff();
        timers.goOff();

        assertThat(answer).isNotDone();
        assertThat(lists).isEqualTo(1);
        assertThat(timers.lastDelayMillis()).isEqualTo(200);
    }

    @Test
    void isAnsweredWithTheListAfterAChange() {
        list = CompletableFuture.completedFuture(ONE);
        changeVersion();
        assertThat(answer).isNotDone();

        timers.goOff();

        assertThat(answer).isCompletedWithValue(ONE);
        assertThat(timers.waitingCount()).isZero();
    }

    @Test
    void goesOnWhereOnlySessionsThatItDoesNotMeanHaveChanged() {
        changeVersion();
        timers.goOff();
        assertThat(answer).isNotDone();
        assertThat(lists).isEqualTo(2);

        timers.goOff();
        assertThat(lists).as("the same change is not looked at twice").isEqualTo(2);

        list = CompletableFuture.completedFuture(ONE);
        changeVersion();
        timers.goOff();
        assertThat(answer).isCompletedWithValue(ONE);
    }

    @Test
    void isAnsweredWithTheListAsItIsShortlyBeforeTheDeadline() {
        nanos = TimeUnit.MILLISECONDS.toNanos(8_950);
        timers.goOff();
        assertThat(timers.lastDelayMillis()).isEqualTo(50);
        assertThat(answer).isNotDone();

        nanos = TimeUnit.MILLISECONDS.toNanos(9_000);
        timers.goOff();

        assertThat(answer).isCompletedWithValue(NONE);
        assertThat(lists).as("it is made anew").isEqualTo(2);
    }

    @Test
    void failsAsTheListDoes() {
        list = CompletableFuture.failedFuture(new IllegalStateException("no leader"));
        changeVersion();

        timers.goOff();

        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void looksNoMoreWhenNobodyWaits() {
        watch.stop();
        timers.goOff();

        assertThat(timers.waitingCount()).isZero();
    }
}
