package io.multiraft.node.raft;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once why the process must end; nothing after the node was told to stop. */
final class FatalSignal implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(FatalSignal.class);

    private final Consumer<String> receiver;
    private final AtomicBoolean armed = new AtomicBoolean(true);

    FatalSignal(Consumer<String> receiver) {
        this.receiver = receiver;
    }

    @Override
    public void accept(String reason) {
        if (disarm()) {
            LOG.error("{}", reason);
            receiver.accept(reason);
        }
    }

    /** True for the first caller. */
    boolean disarm() {
        return armed.getAndSet(false);
    }
}
