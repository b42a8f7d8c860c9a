package io.multiraft.fsm.service;

import com.google.protobuf.ByteString;

/** A command while a service works on it; a service may hold on to it for as long as it runs. */
public interface RunningCommand {

    /** Index of the proposal that made it. */
    long id();

    /** Whose command it is. */
    long sessionId();

    /**
     * Gives one output and stays open.
     *
     * @return false when the command was ended instead, because its caller does not keep up; the
     *     service must forget it
     */
    boolean output(ByteString payload);

    /** Gives the last output; the command has come to its end. */
    void complete(ByteString payload);

    /** The same for a payload whose bytes are made later. */
    void complete(Answer payload);
}
