package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MajorityConfirmationTest {

    /** The leader is one of the members: of five it needs two others. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, y, true",
        "1, 2, ny, true",
        "1, 2, n, ",
        "1, 2, nn, false",
        "1, 2, yn, true",
        "2, 4, y, ",
        "2, 4, nyny, true",
        "2, 4, nny, ",
        "2, 4, nnn, false",
        "2, 4, nnny, false",
    })
    void isDecidedOnceAsSoonAsItCanBe(int wanted, int asked, String answers, Boolean decision) {
        List<Boolean> decided = new ArrayList<>();
        MajorityConfirmation.Tally tally =
                new MajorityConfirmation.Tally(wanted, asked, decided::add);

        answers.chars().forEach(answer -> tally.count(answer == 'y'));

        assertThat(decided).isEqualTo(decision == null ? List.of() : List.of(decision));
    }
}
