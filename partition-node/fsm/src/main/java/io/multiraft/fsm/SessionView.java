package io.multiraft.fsm;

import com.google.protobuf.ByteString;
import io.multiraft.proto.runtime.v1.Session;
import java.util.OptionalLong;

/**
 * A session as it is listed: open, or ended and still remembered.
 *
 * @param sessionId index of the proposal that opened it
 * @param state whether it is open, and if not, how it ended
 * @param session identity, labels, kind and config as opened; null for a session without them
 * @param nonce the nonce it was opened with; empty for none
 * @param epoch rises from 1 with each attach; for an ended session the last one
 * @param timeoutMillis how long it lives without a keep-alive; 0 for an ended session
 * @param deadlineMillis when it ends unless kept alive, on the state machine's clock; for an ended
 *     session when it ended; empty while no deadline runs
 * @param serviceCount services it is attached to
 * @param pendingCommandCount commands that have not come to their end
 */
public record SessionView(
        long sessionId,
        SessionState state,
        Session session,
        ByteString nonce,
        long epoch,
        long timeoutMillis,
        OptionalLong deadlineMillis,
        int serviceCount,
        int pendingCommandCount) {}
