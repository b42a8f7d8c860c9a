package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InquiriesTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final List<String> asked = new ArrayList<>();
    private final Map<String, Consumer<Boolean>> answers = new HashMap<>();
    private final List<Boolean> decided = new ArrayList<>();
    private final TreeMap<Long, Runnable> looks = new TreeMap<>();
    private long nanos;

    private final Inquiries inquiries =
            new Inquiries(
                    (follower, answer) -> {
                        asked.add(follower.follower().getId().toString());
                        answers.put(follower.follower().getId().toString(), answer);
                    },
                    (delay, look) -> looks.put(nanos + delay, look),
                    () -> nanos);

    @Test
    void thoseThatAnswerFirstAreAskedAloneFromThenOn() {
        ask("abcd");
        assertThat(takeAsked()).as("nobody knows yet").isEqualTo("abcd");
        answer("d", true);
        answer("a", false);
        answer("b", true);

        ask("abcd");
        assertThat(takeAsked()).isEqualTo("bd");
        answer("d", true);
        answer("b", true);

        assertThat(decided).containsExactly(true, true);
    }

    @Test
    void whereOneSaysNoTheOthersAreAsked() {
        chooseA();

        ask("ab");
        answer("a", false);
        assertThat(takeAsked()).isEqualTo("ab");
        answer("b", true);
        ask("ab");

        assertThat(takeAsked()).isEqualTo("b");
        assertThat(decided).containsExactly(true);
    }

    @Test
    void whereOneIsSilentTheOthersAreAskedWhenPatienceEnds() {
        chooseA();

        ask("ab");
        pass(Inquiries.PATIENCE.minus(MOMENT));
        assertThat(takeAsked()).isEqualTo("a");
        pass(MOMENT);
        assertThat(takeAsked()).isEqualTo("b");
        answer("b", true);
        answer("a", true);
        ask("ab");

        assertThat(takeAsked()).as("the late answer is none").isEqualTo("b");
        assertThat(decided).containsExactly(true);
    }

    /** Who looks for an earlier question finds a young one. */
    @Test
    void eachQuestionHasAsMuchPatience() {
        chooseA();
        ask("ab");
        pass(Inquiries.PATIENCE.minus(MOMENT));
        answer("a", true);
        ask("ab");
        takeAsked();

        pass(Inquiries.PATIENCE.minus(MOMENT));
        assertThat(takeAsked()).isEmpty();
        pass(MOMENT);

        assertThat(takeAsked()).isEqualTo("b");
    }

    @Test
    void aLateAnswerIsToItsOwnQuestion() {
        chooseA();
        ask("ab");
        Consumer<Boolean> late = answers.get("a");
        pass(Inquiries.PATIENCE);
        answer("b", true);
        ask("ab");

        late.accept(true);

        assertThat(decided).containsExactly(true);
    }

    @Test
    void nobodyLooksWhereNothingIsAsked() {
        chooseA();
        ask("ab");
        answer("a", true);
        ask("ab");
        answer("a", true);
        assertThat(looks).as("one for both").hasSize(1);

        pass(Inquiries.PATIENCE);

        assertThat(looks).isEmpty();
        assertThat(takeAsked()).isEqualTo("aa");
    }

    @Test
    void oneThatHasBecomeQuickerIsFound() {
        chooseA();
        pass(Inquiries.CHOICE);

        ask("ab");
        assertThat(takeAsked()).isEqualTo("ab");
        answer("b", true);
        answer("a", true);
        ask("ab");

        assertThat(takeAsked()).isEqualTo("b");
    }

    @Test
    void whereNobodyFollowsItIsNo() {
        chooseA();

        ask("ab");
        answer("a", false);
        answer("b", false);

        assertThat(decided).containsExactly(false);
    }

    @Test
    void anAnswerMayComeAtOnce() {
        List<Boolean> said = new ArrayList<>();
        Inquiries prompt =
                new Inquiries(
                        (follower, answer) -> answer.accept(false),
                        (delay, look) -> looks.put(delay, look),
                        () -> nanos);

        prompt.ask(1, followers("ab"), said::add);

        assertThat(said).containsExactly(false);
    }

    /** The first question of all is put to everybody; this one is forgotten. */
    private void chooseA() {
        ask("ab");
        answer("a", true);
        answer("b", true);
        pass(Inquiries.PATIENCE);
        decided.clear();
        takeAsked();
    }

    /** Half of them are enough. */
    private void ask(String names) {
        inquiries.ask(names.length() / 2, followers(names), decided::add);
    }

    private static List<SharedHeartbeats.Led> followers(String names) {
        return names.chars()
                .<SharedHeartbeats.Led>mapToObj(
                        name -> new LedFollower(Character.toString(name), 1, List.of()))
                .toList();
    }

    private String takeAsked() {
        String all = String.join("", asked);
        asked.clear();
        return all;
    }

    private void answer(String name, boolean yes) {
        answers.get(name).accept(yes);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        while (!looks.isEmpty() && looks.firstKey() <= nanos) {
            looks.pollFirstEntry().getValue().run();
        }
    }
}
