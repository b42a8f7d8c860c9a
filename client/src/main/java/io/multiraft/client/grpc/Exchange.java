package io.multiraft.client.grpc;

import io.grpc.MethodDescriptor;
import io.multiraft.client.core.Answer;
import java.util.List;
import java.util.function.Function;

/**
 * A message, and how to read what comes back.
 *
 * @param read called once, with all messages of the response
 */
public record Exchange<Q, R>(
        MethodDescriptor<Q, R> method, Q request, Function<List<R>, Answer> read) {}
