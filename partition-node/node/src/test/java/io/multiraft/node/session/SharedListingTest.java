package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.proto.runtime.v1.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedListingTest {

    private final List<CompletableFuture<List<Session>>> made = new ArrayList<>();
    private final SharedListing listing =
            new SharedListing(
                    () -> {
                        made.add(new CompletableFuture<>());
                        return made.get(made.size() - 1);
                    });

    private static final List<Session> FIRST = List.of();
    private static final List<Session> SECOND = List.of(Session.getDefaultInstance());

    @Test
    void beginsAListForWhoAsks() {
        CompletableFuture<List<Session>> asked = listing.list();
        made.get(0).complete(SECOND);

        assertThat(asked).isCompletedWithValue(SECOND);
    }

    @Test
    void givesNobodyAListThatBeganBeforeHeAsked() {
        CompletableFuture<List<Session>> early = listing.list();
        CompletableFuture<List<Session>> late = listing.list();
        CompletableFuture<List<Session>> later = listing.list();
        assertThat(made).hasSize(1);

        made.get(0).complete(FIRST);
        assertThat(early).isCompletedWithValue(FIRST);
        assertThat(late).isNotDone();
        assertThat(made).as("one list for the two that came meanwhile").hasSize(2);

        made.get(1).complete(SECOND);
        assertThat(late).isCompletedWithValue(SECOND);
        assertThat(later).isCompletedWithValue(SECOND);
    }

    @Test
    void goesOnAfterAListThatFailed() {
        CompletableFuture<List<Session>> early = listing.list();
        CompletableFuture<List<Session>> late = listing.list();

        made.get(0).completeExceptionally(new IllegalStateException("no leader"));
        made.get(1).complete(SECOND);

        assertThat(early).isCompletedExceptionally();
        assertThat(late).isCompletedWithValue(SECOND);
        assertThat(listing.list()).isNotDone();
        assertThat(made).hasSize(3);
    }

    @Test
    void isNotEndedByOneThatGivesUp() {
        CompletableFuture<List<Session>> one = listing.list();
        CompletableFuture<List<Session>> two = listing.list();
        CompletableFuture<List<Session>> three = listing.list();

        two.cancel(false);
        made.get(0).complete(FIRST);
        made.get(1).complete(SECOND);

        assertThat(one).isCompletedWithValue(FIRST);
        assertThat(three).isCompletedWithValue(SECOND);
    }
}
