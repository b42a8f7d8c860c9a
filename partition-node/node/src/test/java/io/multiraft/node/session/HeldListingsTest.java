package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.node.session.SessionPages.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldListingsTest {

    private final ManualTimers timers = new ManualTimers();
    private final HeldListings held = new HeldListings(timers);

    private static List<Page> listing(int bytes) {
        return List.of(new Page(ByteString.copyFrom(new byte[bytes]), "last"));
    }

    @Test
    void holdsAListForAWhile() {
        List<Page> listing = listing(10);
        String id = held.hold(listing);
        assertThat(held.find(id)).containsSame(listing);
        assertThat(held.find("another")).isEmpty();
        assertThat(timers.lastDelayMillis()).isEqualTo(60_000);

        timers.goOff();

        assertThat(held.find(id)).isEmpty();
    }

    @Test
    void letsGoOfTheOldestWhereTheyBecomeTooMany() {
        int third = (int) (HeldListings.MAX_BYTES / 3);
        String first = held.hold(listing(third));
        String second = held.hold(listing(third));
        String last = held.hold(listing(third));
        assertThat(held.find(first)).isPresent();

        String fourth = held.hold(listing(third));

        assertThat(held.find(first)).isEmpty();
        assertThat(List.of(second, last, fourth))
                .allSatisfy(id -> assertThat(held.find(id)).isPresent());
        timers.goOff();
        held.hold(listing(third));
        assertThat(held.find(second)).as("the timer of what is gone freed nothing").isEmpty();
    }

    @Test
    void holdsNoListThatIsTooLargeByItself() {
        String id = held.hold(listing((int) HeldListings.MAX_BYTES + 1));

        assertThat(held.find(id)).isEmpty();
        assertThat(held.find(held.hold(listing(1)))).isPresent();
    }
}
