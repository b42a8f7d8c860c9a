package io.multiraft.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.proto.node.v1.ListSessionsResponse;
import io.multiraft.proto.node.v1.SessionDetail;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionListingTest {

    @Test
    void sessionOpenedWhileTheListWasMadeStays() {
        PartitionListing known = new PartitionListing(10, 1, Map.of()).with(open("new", 25));
        PartitionListing merged = known.replacedBy(new PartitionListing(20, 2, Map.of()));
        assertThat(merged.find("new")).isPresent();
        assertThat(merged.version()).isEqualTo(2);
    }

    @Test
    void sessionThatANewerListDoesNotHaveIsGone() {
        PartitionListing known = new PartitionListing(10, 1, Map.of()).with(open("old", 15));
        assertThat(known.replacedBy(new PartitionListing(20, 2, Map.of())).find("old")).isEmpty();
    }

    @Test
    void listOfAWipedPartitionDoesNotKeepWhatWasListedBefore() {
        PartitionListing known = new PartitionListing(100, 9, Map.of("old", open("old", 90)));
        assertThat(known.replacedBy(new PartitionListing(3, 1, Map.of())).find("old")).isEmpty();
    }

    @Test
    void tellsWhichSessionsChanged() {
        PartitionListing before =
                new PartitionListing(1, 1, Map.of("a", open("a", 1), "b", open("b", 2)));
        PartitionListing after =
                new PartitionListing(2, 2, Map.of("a", open("a", 1), "c", open("c", 3)));
        assertThat(after.changesSince(before)).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void whatEndsBetweenTwoPagesMakesTheListOutOfDate() {
        PartitionListing.Pages pages = new PartitionListing.Pages();

        assertThat(pages.add(page(10, 1, "a").setMore(true).build())).isEmpty();
        // "a" ended: the set of sessions is another one.
        Optional<PartitionListing> listing = pages.add(page(20, 2, "b").build());

        assertThat(listing.orElseThrow().version()).isEqualTo(1);
        assertThat(listing.orElseThrow().index()).isEqualTo(20);
        assertThat(listing.orElseThrow().sessions()).containsOnlyKeys("a", "b");
    }

    private static ListSessionsResponse.Builder page(long index, long version, String uid) {
        return ListSessionsResponse.newBuilder()
                .setIndex(index)
                .setSessionVersion(version)
                .addSessions(
                        SessionDetail.newBuilder()
                                .setState(SessionDetail.State.OPEN)
                                .setNonce(ByteString.copyFromUtf8(Nonces.of(uid))));
    }

    private static ListedSession open(String uid, long id) {
        return new ListedSession(uid, uid, id, ListedSession.State.OPEN, 1);
    }
}
