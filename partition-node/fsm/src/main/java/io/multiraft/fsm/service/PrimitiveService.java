package io.multiraft.fsm.service;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.SnapshotFormatException;
import java.util.List;
import java.util.function.LongFunction;

/** What a primitive can do. Payloads are its own; nobody else looks into them. */
public interface PrimitiveService {

    /**
     * Executes a command, which it completes, or keeps in order to give outputs later.
     *
     * @throws Refusal when nothing has been changed and no output given
     */
    void execute(RunningCommand command, ByteString payload) throws Refusal;

    /** Answers a query without changing anything. */
    List<ByteString> query(ByteString payload) throws Refusal;

    /** A command that runs here was cancelled: forget it. */
    void forget(RunningCommand command);

    /**
     * A session has left, by closing the service or because it has ended; its commands were
     * cancelled before. For what is held on its behalf without a running command.
     */
    default void detached(long sessionId) {}

    /** The service is no more, and no session is attached: end its timers. */
    void delete();

    /** The state as it is now, for good, to be written by another thread. */
    ServiceImage image();

    /**
     * Takes in one part of what an image wrote, in the order in which it was written.
     *
     * @param commands finds a command that still runs on this service, by its id; null if there is
     *     none
     */
    void restore(ByteString data, LongFunction<RunningCommand> commands)
            throws SnapshotFormatException;
}
