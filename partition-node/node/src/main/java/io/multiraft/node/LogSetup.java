package io.multiraft.node;

import io.multiraft.node.config.NodeConfig.Logging;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;

/** Sends the log to standard output in the form that was chosen. */
final class LogSetup {

    /** Libraries that talk much; a logger to which nobody refers forgets its level. */
    private static final List<Logger> TALKATIVE =
            Stream.of("io.grpc", "org.apache.ratis").map(Logger::getLogger).toList();

    /** Tells of every message over the transport's limit with a stack trace; its caller knows. */
    private static final Logger STREAMS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream");

    /** Warn of each connection that ends. */
    private static final List<Logger> CONNECTIONS =
            Stream.of("GrpcLogAppender", "GrpcServerProtocolService")
                    .map(name -> Logger.getLogger("org.apache.ratis.grpc.server." + name))
                    .toList();

    /** Reports as an error, with a stack trace, that a leader still writes to what is closed. */
    private static final Logger DIVISIONS =
            Logger.getLogger("org.apache.ratis.server.RaftServer$Division");

    private static final Map<Logging.Level, Level> LEVELS =
            Map.of(
                    Logging.Level.TRACE, Level.FINEST,
                    Logging.Level.DEBUG, Level.FINE,
                    Logging.Level.INFO, Level.INFO,
                    Logging.Level.WARN, Level.WARNING,
                    Logging.Level.ERROR, Level.SEVERE);

    private LogSetup() {}

    static void apply(Logging logging) {
        Level level = LEVELS.get(logging.level());
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler handler = new StandardOutput(LogLines.of(logging.format()));
        handler.setLevel(level);
        root.addHandler(handler);
        root.setLevel(level);
        if (level == Level.INFO) {
            TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        }
        STREAMS.setLevel(Level.SEVERE);
    }

    /**
     * The process stops in good order: that connections end and members of groups are closed is
     * what was asked for. Other errors are still written.
     */
    static void stopping() {
        if (LogManager.getLogManager().getLogger("").getLevel().intValue()
                < Level.INFO.intValue()) {
            return;
        }
        CONNECTIONS.forEach(logger -> logger.setLevel(Level.SEVERE));
        DIVISIONS.setFilter(line -> !tellsOfClosing(line));
    }

    private static boolean tellsOfClosing(LogRecord line) {
        return line.getThrown() != null
                && line.getThrown().getClass().getSimpleName().equals("ServerNotReadyException");
    }

    /** A line is written when it is due, not when a buffer is full. */
    private static final class StandardOutput extends StreamHandler {

        StandardOutput(LogLines lines) {
            super(System.out, lines);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            super.publish(line);
            flush();
        }
    }
}
