package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.RaftSessions;
import io.multiraft.e2e.support.TestBed;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Deleting a Session object ends the session in Raft, soon and on every partition. */
@EndToEnd
@Order(60)
class SessionDeleteE2E {

    @Test
    void endsTheSessionInRaftWithinTwoSeconds(TestBed bed) {
        bed.applySession("doomed");
        bed.awaitOpened(TestBed.NAMESPACE, "doomed");
        RaftSessions raft = new RaftSessions(bed.sample());
        assertThat(raft.openNames()).contains("doomed");
        bed.kubectl().run("delete", "session", "doomed", "-n", TestBed.NAMESPACE, "--wait=false");
        Await.asPromised(Duration.ofSeconds(2), "doomed ended in Raft")
                .untilAsserted(() -> assertThat(raft.openNames()).doesNotContain("doomed"));
        assertThat(raft.openNames()).contains("orders", "settings", "worker");
    }
}
