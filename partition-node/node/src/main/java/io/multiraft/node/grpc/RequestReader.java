package io.multiraft.node.grpc;

import io.grpc.Status;
import io.grpc.StatusException;

/** Reads a request, or says why it is refused. */
final class RequestReader {

    private RequestReader() {}

    /**
     * @param message the one message of the call; null where there was none, or more than one
     * @throws StatusException what the caller is told instead
     */
    static PartitionRequest read(RoutedMethod method, byte[] message, Routes routes)
            throws StatusException {
        if (message == null) {
            throw refused(Status.INVALID_ARGUMENT, "exactly one request message is accepted");
        }
        if (message == ByteMarshaller.UNREADABLE) {
            throw refused(Status.INVALID_ARGUMENT, "the request message cannot be decompressed");
        }
        if (message.length > ByteMarshaller.MAX_REQUEST_BYTES) {
            String text = "the request message has more than %d bytes, the most that is accepted";
            throw refused(
                    Status.RESOURCE_EXHAUSTED, text.formatted(ByteMarshaller.MAX_REQUEST_BYTES));
        }
        try {
            PartitionRequest request = method.parse(message);
            if (!routes.exists(request.partitionId())) {
                String partition = "partition " + Integer.toUnsignedString(request.partitionId());
                throw refused(Status.NOT_FOUND, partition + " unknown; " + routes.known());
            }
            return request;
        } catch (InvalidRequestException e) {
            throw refused(Status.INVALID_ARGUMENT, e.getMessage());
        }
    }

    private static StatusException refused(Status status, String description) {
        return status.withDescription(description).asException();
    }
}
