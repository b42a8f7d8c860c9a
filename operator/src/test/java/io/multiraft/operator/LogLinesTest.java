package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void textIsForPeople() {
        assertThat(LogLines.text().format(line(null)))
                .isEqualTo(
                        "2026-01-01T00:00:00.123Z WARN  [%s] Thing: it \"broke\"%n"
                                .formatted(Thread.currentThread().getName()));
    }

    @Test
    void stackTraceComesBelow() {
        assertThat(LogLines.text().format(line(new IllegalStateException("why"))))
                .contains("it \"broke\"\njava.lang.IllegalStateException: why\n\tat ");
    }

    @Test
    void jsonIsOneObjectOnOneLine() throws Exception {
        String text = LogLines.json().format(line(new IllegalStateException("why")));
        assertThat(text.strip()).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(text);
        assertThat(json.get("@timestamp").asText()).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(json.get("log.level").asText()).isEqualTo("WARN");
        assertThat(json.get("message").asText()).isEqualTo("it \"broke\"");
        assertThat(json.get("error.stack_trace").asText()).contains("IllegalStateException");
    }

    private static LogRecord line(Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, "it \"broke\"");
        line.setLoggerName("io.multiraft.Thing");
        line.setInstant(Instant.parse("2026-01-01T00:00:00.123Z"));
        line.setThrown(thrown);
        return line;
    }
}
