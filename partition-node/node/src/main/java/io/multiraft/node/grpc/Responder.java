package io.multiraft.node.grpc;

import io.multiraft.node.partition.PartitionException;
import java.util.Iterator;

/** Takes the answers to a request, from any thread, one call after the other. */
public interface Responder {

    /** One response message that nobody else holds; a slow caller may end the stream. */
    void send(byte[] message);

    /** Response messages that are made as fast as the caller takes them, then the end. */
    void sendAll(Iterator<byte[]> messages);

    /** The end; nothing follows. */
    void complete();

    /** The request was not served; nothing follows. */
    void fail(PartitionException error);
}
