package io.multiraft.node;

import io.multiraft.node.config.NodeConfig.Logging;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/** The two forms of a line of the log. */
abstract class LogLines extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static LogLines of(Logging.Format format) {
        return switch (format) {
            case TEXT -> new Text();
            case JSON -> new Json();
        };
    }

    /** For people: time, level, thread, class, message; a stack trace below. */
    private static final class Text extends LogLines {
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
    }

    /** For collectors: one object per line, in the fields of the Elastic Common Schema. */
    private static final class Json extends LogLines {
        @Override
        public String format(LogRecord line) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("@timestamp", time(line));
            fields.put("log.level", level(line));
            fields.put("message", formatMessage(line));
            fields.put("ecs.version", "1.2.0");
            fields.put("process.thread.name", Thread.currentThread().getName());
            fields.put("log.logger", String.valueOf(line.getLoggerName()));
            if (line.getThrown() != null) {
                fields.put("error.type", line.getThrown().getClass().getName());
                fields.put("error.message", String.valueOf(line.getThrown().getMessage()));
                fields.put("error.stack_trace", stackTrace(line));
            }
            return fields.entrySet().stream()
                    .map(field -> quote(field.getKey()) + ":" + quote(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}\n"));
        }

        private static String quote(String text) {
            StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
            for (char character : text.toCharArray()) {
                if (character == '"' || character == '\\') {
                    quoted.append('\\').append(character);
                } else if (character < ' ') {
                    quoted.append("\\u%04x".formatted((int) character));
                } else {
                    quoted.append(character);
                }
            }
            return quoted.append('"').toString();
        }
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
        line.getThrown().printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
