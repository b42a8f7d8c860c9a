package io.multiraft.operator;

import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;

/**
 * Sends the log to standard output in the form that was chosen. Must come before the first logger.
 */
final class LogSetup {

    private static final Map<String, Level> LEVELS =
            Map.of(
                    "trace", Level.FINEST,
                    "debug", Level.FINE,
                    "info", Level.INFO,
                    "warn", Level.WARNING,
                    "error", Level.SEVERE);

    /** Libraries that talk much; a logger without a strong reference loses its level. */
    private static final List<Logger> TALKATIVE =
            Stream.of("io.grpc", "io.javaoperatorsdk", "io.fabric8")
                    .map(Logger::getLogger)
                    .toList();

    private LogSetup() {}

    static void apply(OperatorConfig config) {
        Level level = LEVELS.get(config.logLevel());
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler handler = new StandardOutput(config.logFormat().equals("json"));
        handler.setLevel(level);
        root.addHandler(handler);
        root.setLevel(level);
        if (level == Level.INFO) {
            TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        }
    }

    /** A line is written when it is due, not when a buffer is full. */
    private static final class StandardOutput extends StreamHandler {

        StandardOutput(boolean json) {
            super(System.out, json ? LogLines.json() : LogLines.text());
        }

        @Override
        public synchronized void publish(LogRecord line) {
            super.publish(line);
            flush();
        }
    }
}
