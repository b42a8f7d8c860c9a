package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InquiryTest {

    private final List<String> asked = new ArrayList<>();
    private final List<Consumer<Boolean>> answers = new ArrayList<>();
    private final List<Set<RaftPeerId>> decided = new ArrayList<>();

    /** The leader is one of the members: of five it needs two others. */
    @ParameterizedTest(name = "{0} of {1} answering {2}: asked {3}, {4}")
    @CsvSource({
        "1, 2, '', a, ",
        "1, 2, y, a, a",
        "1, 2, n, ab, ",
        "1, 2, ny, ab, b",
        "1, 2, nn, ab, none",
        "2, 4, '', ab, ",
        "2, 4, y, ab, ",
        "2, 4, yy, ab, ab",
        "2, 4, n, abcd, ",
        "2, 4, nyy, abcd, bc",
        "2, 4, ynny, abcd, ad",
        "2, 4, nny, abcd, ",
        "2, 4, nnn, abcd, none",
        "2, 4, nnny, abcd, none",
        "2, 2, yn, ab, none",
        "2, 2, n, ab, none",
    })
    void asksAsFewAsItCanAndIsDecidedOnceAsSoonAsItCanBe(
            int wanted, int followers, String given, String expectedAsked, String decision) {
        Inquiry inquiry = inquiry(wanted, followers);

        inquiry.begin();
        give(given);

        assertThat(String.join("", asked)).isEqualTo(expectedAsked);
        assertDecided(inquiry, decision);
    }

    /** A dot is one that has not answered when the others are asked. */
    @ParameterizedTest(name = "{0} of {1} answering {2}: {3}")
    @CsvSource({
        "1, 2, .y, b",
        "1, 2, yy, a",
        "1, 2, .n, ",
        "2, 4, ..yy, cd",
        "2, 4, y..y, ad",
        "2, 4, ..nn, ",
        "2, 4, n.nn, none",
    })
    void whereTheFirstAreSilentTheOthersAreAsked(
            int wanted, int followers, String given, String decision) {
        Inquiry inquiry = inquiry(wanted, followers);

        inquiry.begin();
        inquiry.askTheOthers();
        inquiry.askTheOthers();
        give(given);

        assertThat(asked).as("each once").hasSize(followers).doesNotHaveDuplicates();
        assertDecided(inquiry, decision);
    }

    @Test
    void nobodyIsAskedWhenItIsOver() {
        Inquiry inquiry = inquiry(1, 2);
        inquiry.begin();
        give("y");

        inquiry.askTheOthers();

        assertThat(asked).containsExactly("a");
    }

    private Inquiry inquiry(int wanted, int followers) {
        List<SharedHeartbeats.Led> led =
                IntStream.range(0, followers)
                        .<SharedHeartbeats.Led>mapToObj(i -> new LedFollower(name(i), 1, List.of()))
                        .toList();
        return new Inquiry(
                wanted,
                led,
                (follower, answer) -> {
                    asked.add(follower.follower().getId().toString());
                    answers.add(answer);
                },
                decided::add,
                0);
    }

    private static String name(int number) {
        return String.valueOf((char) ('a' + number));
    }

    private void give(String given) {
        for (int i = 0; i < given.length(); i++) {
            if (given.charAt(i) != '.') {
                answers.get(i).accept(given.charAt(i) == 'y');
            }
        }
    }

    private void assertDecided(Inquiry inquiry, String decision) {
        assertThat(inquiry.isOver()).isEqualTo(decision != null);
        if (decision == null) {
            assertThat(decided).isEmpty();
        } else {
            assertThat(decided).hasSize(1);
            assertThat(decided.get(0))
                    .extracting(RaftPeerId::toString)
                    .containsExactlyInAnyOrder(
                            decision.equals("none") ? new String[0] : decision.split(""));
        }
    }
}
