package io.multiraft.kubectl.command;

import io.multiraft.kubectl.command.SessionRow.Part;
import io.multiraft.proto.node.v1.GetSessionResponse;

/** The part of a session in one partition, with what it holds there. */
record FoundPart(int partition, GetSessionResponse response) {

    Part part() {
        return new Part(partition, response.getSession());
    }

    /** The name of a service it holds, as far as it is listed; or its id. */
    String serviceName(long serviceId) {
        return response.getServicesList().stream()
                .filter(service -> service.getServiceId() == serviceId)
                .map(service -> service.getName())
                .findFirst()
                .orElse(Long.toUnsignedString(serviceId));
    }
}
