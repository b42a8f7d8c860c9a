package io.multiraft.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is left of the log of a process that stops; through SLF4J, as Ratis writes it. */
class LogSetupTest {

    private static final String APPENDER = "org.apache.ratis.grpc.server.GrpcLogAppender";
    private static final String DIVISION = "org.apache.ratis.server.RaftServer$Division";

    private final List<String> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        Logger.getLogger("org.apache.ratis").addHandler(handler);
    }

    @AfterEach
    void restore() {
        Logger.getLogger("org.apache.ratis").removeHandler(handler);
        Logger.getLogger("").setLevel(Level.INFO);
        Logger.getLogger(APPENDER).setLevel(null);
        Logger.getLogger(DIVISION).setFilter(null);
    }

    @Test
    void cleanStopSaysNothingOfWhatEndsAndAllOfWhatFails() {
        write();
        assertThat(lines).containsExactly("stream ended", "closing", "disk is broken");

        lines.clear();
        LogSetup.stopping();
        write();
        assertThat(lines).containsExactly("disk is broken");
    }

    @Test
    void stopIsToldInFullToWhoAskedForMore() {
        Logger.getLogger("").setLevel(Level.FINE);

        LogSetup.stopping();
        write();

        assertThat(lines).containsExactly("stream ended", "closing", "disk is broken");
    }

    private static void write() {
        LoggerFactory.getLogger(APPENDER).warn("stream ended");
        LoggerFactory.getLogger(DIVISION).error("closing", new ServerNotReadyException("closing"));
        LoggerFactory.getLogger(DIVISION).error("disk is broken", new IOException("broken"));
    }
}
