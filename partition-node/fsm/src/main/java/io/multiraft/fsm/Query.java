package io.multiraft.fsm;

import com.google.protobuf.ByteString;

/**
 * A read of one service.
 *
 * @param sessionId an open session that is attached to the service
 * @param serviceId the service
 * @param epoch the epoch the caller believes the session to be in; 0 is not checked
 * @param payload the service's own input, for instance a serialized {@code MapInput}
 */
public record Query(long sessionId, long serviceId, long epoch, ByteString payload) {}
