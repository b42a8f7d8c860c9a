package io.multiraft.node.admin;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.proto.node.v1.SessionDetail;

/** Sessions as the admin service tells them. */
final class SessionDetails {

    private SessionDetails() {}

    static SessionDetail of(SessionView view) {
        SessionDetail.Builder detail =
                SessionDetail.newBuilder()
                        .setSessionId(view.sessionId())
                        .setNonce(view.nonce())
                        .setEpoch(view.epoch())
                        .setTimeout(
                                Duration.newBuilder()
                                        .setSeconds(view.timeoutMillis() / 1000)
                                        .setNanos(nanos(view.timeoutMillis())))
                        .setServiceCount(view.serviceCount())
                        .setPendingCommandCount(view.pendingCommandCount());
        if (view.session() != null) {
            detail.setSession(view.session());
        }
        switch (view.state()) {
            case OPEN -> detail.setState(SessionDetail.State.OPEN);
            case CLOSED -> detail.setState(SessionDetail.State.CLOSED);
            case EXPIRED -> detail.setState(SessionDetail.State.EXPIRED);
        }
        boolean open = view.state() == SessionState.OPEN;
        view.deadlineMillis()
                .ifPresent(
                        millis -> {
                            if (open) {
                                detail.setDeadline(timestamp(millis));
                            } else {
                                detail.setEnded(timestamp(millis));
                            }
                        });
        return detail.build();
    }

    private static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000))
                .setNanos(nanos(millis))
                .build();
    }

    private static int nanos(long millis) {
        return (int) Math.floorMod(millis, 1000L) * 1_000_000;
    }
}
