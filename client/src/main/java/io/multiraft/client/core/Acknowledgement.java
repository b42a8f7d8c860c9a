package io.multiraft.client.core;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * What one keep-alive says of a session's commands.
 *
 * @param lastCommandSequenceNum every command up to it is not waited for, but those in the filter
 * @param filter the open streams among them
 * @param outputs for an open stream, the last output that arrived
 */
public record Acknowledgement(
        long lastCommandSequenceNum, ByteString filter, Map<Long, Long> outputs) {}
