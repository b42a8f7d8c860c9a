package io.multiraft.sim.check;

import io.multiraft.client.core.SessionCore;
import io.multiraft.fsm.SessionState;
import io.multiraft.fsm.SessionView;
import io.multiraft.sim.client.SimClient;
import java.util.Map;
import java.util.TreeMap;

/**
 * Once the faults are over, a session that its client holds is open, in the client's epoch, and no
 * session is open that nobody holds and that has a deadline. Holds because keep-alives come four to
 * a timeout, and what nobody keeps alive expires.
 */
final class LiveSessionsStay extends Invariant {

    @Override
    void settled(World world) {
        Map<Long, SessionView> open = new TreeMap<>();
        for (SessionView view : world.nodes().get(0).machine().sessions()) {
            if (view.state() == SessionState.OPEN) {
                open.put(view.sessionId(), view);
            }
        }
        for (SimClient client : world.clients()) {
            for (SessionCore session : client.openSessions()) {
                SessionView view = open.remove(session.lease().sessionId());
                check(
                        view != null,
                        "%s holds %s, which is not open",
                        client.name(),
                        session.lease());
                check(
                        view.epoch() == session.lease().epoch(),
                        "%s holds %s, which is in epoch %s",
                        client.name(),
                        session.lease(),
                        view.epoch());
            }
        }
        for (SessionView view : open.values()) {
            check(view.deadlineMillis().isEmpty(), "nobody holds %s", view);
        }
    }
}
