package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.RaftSessions;
import io.multiraft.e2e.support.TestBed;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The plain manifests work too, and neither way of installing takes the data along when it goes.
 */
@EndToEnd
@Order(120)
class KustomizeE2E {

    @Test
    void takesOverFromHelmAndGivesBack(TestBed bed) {
        String deploy = bed.cluster().project().resolve("deploy").toString();
        bed.operator().uninstall();
        assertThat(new RaftSessions(bed.sample()).openNames()).contains("settings", "worker");

        bed.kubectl().run("apply", "-k", deploy);
        bed.operator().awaitReady();
        bed.applySession("plain");
        bed.awaitOpened(TestBed.NAMESPACE, "plain");
        bed.kubectl().run("delete", "session", "plain", "-n", TestBed.NAMESPACE);

        // Not `-k`: that would delete the definitions, and with them every cluster.
        bed.kubectl().run("delete", "-f", deploy + "/operator.yaml", "-f", deploy + "/rbac.yaml");
        bed.operator().awaitGone();
        bed.installOperator();
        bed.awaitWell();
    }
}
