package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.multiraft.node.config.NodeConfig.Logging;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private static LogRecord line(Level level, String message) {
        LogRecord line = new LogRecord(level, message);
        line.setInstant(Instant.parse("2026-11-21T08:00:00.007Z"));
        line.setLoggerName("io.multiraft.node.Node");
        return line;
    }

    @Test
    void writesALineForPeople() {
        String thread = Thread.currentThread().getName();

        assertThat(LogLines.of(Logging.Format.TEXT).format(line(Level.WARNING, "it is late")))
                .isEqualTo("2026-11-21T08:00:00.007Z WARN  [%s] Node: it is late%n", thread);
    }

    @Test
    void writesAStackTraceBelow() {
        LogRecord line = line(Level.SEVERE, "broken");
        line.setThrown(new IllegalStateException("why"));

        assertThat(LogLines.of(Logging.Format.TEXT).format(line).lines())
                .hasSizeGreaterThan(2)
                .element(1)
                .isEqualTo("java.lang.IllegalStateException: why");
    }

    @Test
    void writesAnObjectOfOneLineForCollectors() throws Exception {
        LogRecord line = line(Level.FINE, "a \"quoted\" path C:\\temp\nand\ta \u0001 \u00e9");
        line.setThrown(new IllegalStateException());

        String json = LogLines.of(Logging.Format.JSON).format(line);

        Struct.Builder object = Struct.newBuilder();
        JsonFormat.parser().merge(json, object);
        assertThat(json).endsWith("}\n").satisfies(text -> assertThat(text.lines()).hasSize(1));
        assertThat(object.getFieldsOrThrow("message").getStringValue())
                .isEqualTo("a \"quoted\" path C:\\temp\nand\ta \u0001 \u00e9");
        assertThat(object.getFieldsOrThrow("log.level").getStringValue()).isEqualTo("DEBUG");
        assertThat(object.getFieldsOrThrow("@timestamp").getStringValue())
                .isEqualTo("2026-11-21T08:00:00.007Z");
        assertThat(object.getFieldsOrThrow("error.message").getStringValue()).isEqualTo("null");
        assertThat(object.getFieldsOrThrow("error.stack_trace").getStringValue())
                .startsWith("java.lang.IllegalStateException");
    }
}
