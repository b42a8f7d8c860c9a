package io.multiraft.client;

import io.multiraft.client.core.Answer;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.proto.multiraft.v1.CommandResponseHeaders;
import io.multiraft.proto.multiraft.v1.OperationResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.QueryResponseHeaders;
import io.multiraft.proto.multiraft.v1.ServiceResponseHeaders;
import java.util.List;

/** Reads what the core wants to know out of responses. */
final class Answers {

    private static final PartitionResponseHeaders OK =
            PartitionResponseHeaders.newBuilder()
                    .setStatus(PartitionResponseHeaders.Status.OK)
                    .build();

    private Answers() {}

    static Answer of(PartitionResponseHeaders headers) {
        return Answer.of(headers.getStatus(), headers.getMessage());
    }

    /**
     * @param madeId the session or service that was made
     * @param epoch of the session
     */
    static Answer of(PartitionResponseHeaders headers, long madeId, long epoch) {
        return new Answer(headers.getStatus(), headers.getMessage(), madeId, epoch);
    }

    static PartitionResponseHeaders partition(CommandResponseHeaders headers) {
        return partition(headers.getOperation());
    }

    /** Of a read of nothing: no response. */
    static PartitionResponseHeaders partition(List<QueryResponseHeaders> headers) {
        return headers.isEmpty() ? OK : partition(headers.get(headers.size() - 1).getOperation());
    }

    static <R> R only(List<R> responses) {
        if (responses.size() != 1) {
            throw new InvalidException("expected one response, got " + responses.size());
        }
        return responses.get(0);
    }

    static PartitionResponseHeaders partition(ServiceResponseHeaders headers) {
        return headers.getSession().getPartition();
    }

    private static PartitionResponseHeaders partition(OperationResponseHeaders headers) {
        return partition(headers.getSession());
    }
}
