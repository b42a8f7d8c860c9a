package io.multiraft.fsm.map;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.fsm.Timer;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Value;

/**
 * An entry; every write makes a new one.
 *
 * @param version index of the proposal that wrote it
 * @param timer ends it; null when it lives until it is removed
 */
record MapEntry(String key, ByteString value, long version, Timer timer) {

    /** The entry as callers see it; its time to live is what is left of it. */
    Entry toWire(long nowMillis) {
        Value.Builder wire = Value.newBuilder().setValue(value);
        if (timer != null) {
            wire.setTtl(Durations.ofMillis(Math.max(0, timer.deadlineMillis() - nowMillis)));
        }
        return Entry.newBuilder().setKey(key).setValue(wire).setIndex(version).build();
    }
}
