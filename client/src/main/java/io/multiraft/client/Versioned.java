package io.multiraft.client;

import com.google.protobuf.ByteString;

/**
 * A value in a map.
 *
 * @param version rises with every write of the entry
 */
public record Versioned(ByteString value, long version) {}
