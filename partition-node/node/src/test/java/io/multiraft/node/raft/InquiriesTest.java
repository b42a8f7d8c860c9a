package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InquiriesTest {

    private static final long PATIENCE = Inquiries.PATIENCE.toNanos();

    private final List<String> asked = new ArrayList<>();
    private final Map<String, Consumer<Boolean>> answers = new HashMap<>();
    private final List<Boolean> decided = new ArrayList<>();
    private final ArrayDeque<Runnable> looks = new ArrayDeque<>();
    private long nanos = Long.MAX_VALUE - PATIENCE;

    private final Inquiries inquiries =
            new Inquiries(
                    (follower, answer) -> {
                        asked.add(follower.follower().getId().toString());
                        answers.put(follower.follower().getId().toString(), answer);
                    },
                    (delay, look) -> looks.add(look),
                    () -> nanos);

    @Test
    void whoSaidYesIsAskedAlone() {
        ask();
        answer("a", false);
        answer("b", true);
        asked.clear();

        ask();
        answer("b", true);

        assertThat(asked).containsExactly("b");
        assertThat(decided).containsExactly(true, true);
    }

    @Test
    void whereOneIsSilentTheOtherIsAskedAndIsTheFirstFromThenOn() {
        ask();
        assertThat(asked).containsExactly("a");

        pass();
        assertThat(asked).containsExactly("a", "b");
        answer("b", true);
        asked.clear();
        ask();

        assertThat(asked).containsExactly("b");
        assertThat(decided).containsExactly(true);
    }

    @Test
    void aLateAnswerIsNone() {
        ask();
        pass();
        answer("b", true);
        answer("a", true);
        asked.clear();

        ask();

        assertThat(asked).containsExactly("b");
        assertThat(decided).containsExactly(true);
    }

    /** Who looks for an earlier question finds a young one. */
    @Test
    void aQuestionHasAllThePatience() {
        ask();
        nanos += PATIENCE - 1;
        answer("a", true);
        ask();
        nanos++;
        looks.remove().run();
        assertThat(asked).containsExactly("a", "a");

        pass();

        assertThat(asked).containsExactly("a", "a", "b");
    }

    @Test
    void nobodyLooksWhereNothingIsAsked() {
        ask();
        answer("a", true);
        ask();
        answer("a", true);
        assertThat(looks).as("one for both").hasSize(1);

        pass();

        assertThat(looks).isEmpty();
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void whereNobodyFollowsItIsNo() {
        ask();
        answer("a", false);
        answer("b", false);
        ask();

        assertThat(decided).containsExactly(false);
        assertThat(asked).containsExactly("a", "b", "a");
    }

    private void ask() {
        inquiries.ask(
                1,
                List.of(new LedFollower("a", 1, List.of()), new LedFollower("b", 1, List.of())),
                decided::add);
    }

    private void answer(String name, boolean yes) {
        answers.get(name).accept(yes);
    }

    private void pass() {
        nanos += PATIENCE;
        looks.remove().run();
    }
}
