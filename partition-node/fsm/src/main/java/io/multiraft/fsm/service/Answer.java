package io.multiraft.fsm.service;

import com.google.protobuf.ByteString;

/**
 * The payload of an output, whose bytes are made where it is sent or written: of all replicas that
 * is one, if any. Never changes.
 */
public interface Answer {

    /** The bytes, made anew at each call. */
    ByteString toByteString();

    /** Bytes there are. */
    int size();

    /** The same in every process, and but for chance another one for other bytes. */
    int contentHash();
}
