package io.multiraft.kubectl.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableTest {

    private record Row(String name, List<Integer> numbers, Long count) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row("a", List.of(1, 2, 3), 7L),
                    new Row("longer: <\"x\">", List.of(), null));

    private final Table<Row> table =
            new Table<Row>()
                    .column("NAME", "name", Row::name)
                    .column("NUMBERS", "numbers", Row::numbers)
                    .column("COUNT", "count", Row::count);

    @Test
    void alignsItsColumns() {
        assertThat(printed(Output.TABLE, ROWS))
                .isEqualTo(
                        """
                        NAME            NUMBERS   COUNT
                        a               1,2,3     7
                        longer: <"x">
                        """);
        assertThat(printed(Output.TABLE, List.of())).isEqualTo("NAME   NUMBERS   COUNT\n");
    }

    @Test
    void showsAMapAsLabelsAreWritten() {
        StringWriter text = new StringWriter();
        new Table<Map<String, String>>()
                .column("LABELS", "labels", row -> row)
                .print(
                        List.of(new TreeMap<>(Map.of("b", "2", "a", "1")), Map.of()),
                        Output.TABLE,
                        new PrintWriter(text));
        assertThat(text).hasToString("LABELS\na=1,b=2\n\n");
    }

    @Test
    void isAListOfObjectsInJson() {
        assertThat(printed(Output.JSON, ROWS).replaceAll("\\s+", ""))
                .isEqualTo(
                        """
                        [{"name":"a","numbers":[1,2,3],"count":7},\
                        {"name":"longer:<\\"x\\">","numbers":[],"count":null}]\
                        """);
    }

    @Test
    void isAListOfObjectsInYaml() {
        assertThat(printed(Output.YAML, ROWS))
                .isEqualTo(
                        """
                        - name: a
                          numbers:
                          - 1
                          - 2
                          - 3
                          count: 7
                        - name: 'longer: <"x">'
                          numbers: []
                          count: null
                        """);
    }

    @Test
    void printsRowsThatComeOneByOne() {
        StringWriter text = new StringWriter();
        for (Output output : Output.values()) {
            table.printNext(ROWS.get(0), output, new PrintWriter(text));
        }
        assertThat(text)
                .hasToString(
                        """
                        a   1,2,3   7
                        {"name":"a","numbers":[1,2,3],"count":7}
                        ---
                        name: a
                        numbers:
                        - 1
                        - 2
                        - 3
                        count: 7
                        """);
    }

    private String printed(Output output, List<Row> rows) {
        StringWriter text = new StringWriter();
        table.print(rows, output, new PrintWriter(text));
        return text.toString();
    }
}
