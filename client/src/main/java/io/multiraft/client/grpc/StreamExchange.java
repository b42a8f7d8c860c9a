package io.multiraft.client.grpc;

import io.grpc.MethodDescriptor;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.function.Function;

/**
 * A command that stays open, and how to read what comes back.
 *
 * @param read called for each message
 */
public record StreamExchange<Q, R>(
        MethodDescriptor<Q, R> method, Q request, Function<R, Output> read) {

    /**
     * What the core wants to know of a message.
     *
     * @param sequenceNum 0 for a refusal that is no output of the command
     */
    public record Output(long sequenceNum, Status status, String message, int bytes) {}
}
