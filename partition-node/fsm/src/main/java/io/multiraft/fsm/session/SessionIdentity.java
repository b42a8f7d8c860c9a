package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.SessionSelection;

/**
 * Who a session is.
 *
 * @param description identity, labels, kind and config as it was opened; null without them
 * @param nonce the caller's own mark of this opening; empty for none
 */
record SessionIdentity(io.multiraft.proto.runtime.v1.Session description, ByteString nonce) {

    boolean isIn(SessionSelection selection) {
        return selection.includes(nonce, name());
    }

    /** The name under which it can be taken over; empty for none. */
    String name() {
        return description == null ? "" : description.getMeta().getId().getName();
    }
}
