package io.multiraft.node.session;

import io.multiraft.client.core.Placement;
import io.multiraft.node.grpc.InvalidRequestException;
import io.multiraft.proto.headers.RequestHeader;
import io.multiraft.proto.primitive.Name;

/** What a request header of the 2020 API says. */
final class LegacyHeaders {

    private LegacyHeaders() {}

    /**
     * The partition a request is for: the one it names, else the one its primitive's name picks.
     *
     * @param partitions how many the cluster has
     */
    static int partition(RequestHeader header, int partitions) throws InvalidRequestException {
        Name name = header.getName();
        if (name.getName().isEmpty()) {
            throw new InvalidRequestException(
                    "header.name.name is missing; accepted is the name of the primitive that the"
                            + " session is for, which picks its partition");
        }
        return header.getPartition() == 0
                ? Placement.partitionOf(name.getNamespace() + "." + name.getName(), partitions)
                : header.getPartition();
    }

    static void requireSession(RequestHeader header) throws InvalidRequestException {
        if (header.getSessionId() == 0) {
            throw new InvalidRequestException(
                    "header.session_id is missing; accepted is the one in the header of the answer"
                            + " to OpenSession");
        }
    }
}
