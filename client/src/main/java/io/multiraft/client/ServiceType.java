package io.multiraft.client;

import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.v1.SessionRequestHeaders;

/** How a service is found or made. */
@FunctionalInterface
interface ServiceType {

    /** The call that creates the service; its answer names the service's id. */
    Exchange<?, ?> create(SessionRequestHeaders headers);
}
