package io.multiraft.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

    private static ListedSession open(String uid, long id) {
        return new ListedSession(uid, uid, id, ListedSession.State.OPEN, 1);
    }
}
