package io.multiraft.fsm.session;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.proto.internal.v1.EndedSessionFrame;
import java.util.List;
import java.util.OptionalLong;

/**
 * A session that has ended and is remembered for a while, so that whoever asks is told why.
 *
 * @param attachNonces nonces of its last attaches, the last one last
 * @param epoch the last one
 * @param endedIndex index at which it ended
 * @param endedMillis the log's clock at which it ended
 * @param state CLOSED or EXPIRED
 */
public record EndedSession(
        long sessionId,
        SessionIdentity identity,
        List<ByteString> attachNonces,
        long epoch,
        long endedIndex,
        long endedMillis,
        SessionState state) {

    /** What became of it, as the end of a sentence. */
    String fate() {
        String how = state == SessionState.EXPIRED ? "expired" : "was closed";
        return how + " at index " + endedIndex + " (clock " + endedMillis + " ms)";
    }

    SessionView view() {
        return new SessionView(
                sessionId,
                state,
                identity.description(),
                identity.nonce(),
                epoch,
                0,
                OptionalLong.of(endedMillis),
                0,
                0);
    }

    public EndedSessionFrame toFrame() {
        EndedSessionFrame.Builder frame =
                EndedSessionFrame.newBuilder()
                        .setSessionId(sessionId)
                        .setEpoch(epoch)
                        .setEndedIndex(endedIndex)
                        .setEndedMillis(endedMillis)
                        .setReason(
                                state == SessionState.EXPIRED
                                        ? EndedSessionFrame.Reason.EXPIRED
                                        : EndedSessionFrame.Reason.CLOSED)
                        .setNonce(identity.nonce())
                        .addAllAttachNonces(attachNonces);
        if (identity.description() != null) {
            frame.setSession(identity.description());
        }
        return frame.build();
    }

    /** Format 1 did not have it; each attach it remembers has made it one more. */
    private static long epoch(EndedSessionFrame frame) {
        return frame.getEpoch() == 0
                ? Session.FIRST_EPOCH + frame.getAttachNoncesCount()
                : frame.getEpoch();
    }

    static EndedSession of(EndedSessionFrame frame) {
        SessionIdentity identity =
                new SessionIdentity(
                        frame.hasSession() ? frame.getSession() : null, frame.getNonce());
        return new EndedSession(
                frame.getSessionId(),
                identity,
                frame.getAttachNoncesList(),
                epoch(frame),
                frame.getEndedIndex(),
                frame.getEndedMillis(),
                frame.getReason() == EndedSessionFrame.Reason.EXPIRED
                        ? SessionState.EXPIRED
                        : SessionState.CLOSED);
    }
}
