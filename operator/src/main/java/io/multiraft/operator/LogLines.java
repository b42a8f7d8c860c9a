package io.multiraft.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** The two forms of a line of the log. */
abstract class LogLines extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** For people: time, level, thread, class, message; a stack trace below. */
    static LogLines text() {
        return new LogLines() {
            @Override
            public String format(LogRecord line) {
                return "%s %-5s [%s] %s: %s%n%s"
                        .formatted(
                                time(line),
                                level(line),
                                Thread.currentThread().getName(),
                                simpleName(line),
                                formatMessage(line),
                                stackTrace(line));
            }
        };
    }

    /** For collectors: one object per line, in the fields of the Elastic Common Schema. */
    static LogLines json() {
        ObjectMapper mapper = new ObjectMapper();
        return new LogLines() {
            @Override
            public String format(LogRecord line) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("@timestamp", time(line));
                fields.put("log.level", level(line));
                fields.put("message", formatMessage(line));
                fields.put("ecs.version", "1.2.0");
                fields.put("process.thread.name", Thread.currentThread().getName());
                fields.put("log.logger", line.getLoggerName());
                if (line.getThrown() != null) {
                    fields.put("error.type", line.getThrown().getClass().getName());
                    fields.put("error.message", line.getThrown().getMessage());
                    fields.put("error.stack_trace", stackTrace(line));
                }
                try {
                    return mapper.writeValueAsString(fields) + System.lineSeparator();
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("strings are always JSON", e);
                }
            }
        };
    }

    private static String time(LogRecord line) {
        return TIME.format(line.getInstant());
    }

    /** As SLF4J calls them, through which nearly every line comes. */
    private static String level(LogRecord line) {
        int level = line.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            return "ERROR";
        } else if (level >= Level.WARNING.intValue()) {
            return "WARN";
        } else if (level >= Level.INFO.intValue()) {
            return "INFO";
        }
        return level >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String simpleName(LogRecord line) {
        String name = String.valueOf(line.getLoggerName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String stackTrace(LogRecord line) {
        if (line.getThrown() == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        PrintWriter writer = new PrintWriter(trace, true);
        line.getThrown().printStackTrace(writer);
        return trace.toString();
    }
}
