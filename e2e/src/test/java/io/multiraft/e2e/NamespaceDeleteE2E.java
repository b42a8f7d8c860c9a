package io.multiraft.e2e;

import io.multiraft.e2e.support.Await;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.RaftCluster;
import io.multiraft.e2e.support.TestBed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A namespace with a cluster and sessions in it goes when it is deleted, whoever is there to help.
 */
@EndToEnd
@Order(110)
class NamespaceDeleteE2E {

    private static final Duration GONE = Duration.ofSeconds(60);

    @AfterEach
    void operatorBack(TestBed bed) {
        if (bed.operator().pods().isEmpty()) {
            bed.operator().scale(1);
        }
    }

    @Test
    void goesWithTheOperatorRunningAndWithout(TestBed bed) {
        create(bed, "attended");
        create(bed, "unattended");
        try (RaftCluster attended = bed.raftCluster("attended", "tiny");
                RaftCluster unattended = bed.raftCluster("unattended", "tiny")) {
            attended.awaitReady();
            unattended.awaitReady();
        }
        bed.awaitOpened("attended", "guest");
        bed.awaitOpened("unattended", "guest");
        delete(bed, "attended");
        bed.operator().scale(0);
        delete(bed, "unattended");
    }

    private static void create(TestBed bed, String namespace) {
        bed.createNamespace(namespace);
        bed.kubectl()
                .apply(
                        namespace,
                        """
                        apiVersion: multiraft.atomix.io/v1
                        kind: MultiRaftCluster
                        metadata: {name: tiny}
                        spec: {nodes: 1, partitions: 1, replicationFactor: 1, storage: {size: 32Mi}}
                        ---
                        apiVersion: runtime.atomix.io/v1
                        kind: Session
                        metadata: {name: guest}
                        spec: {cluster: tiny, liveness: {type: None}}
                        """);
    }

    private static void delete(TestBed bed, String namespace) {
        bed.kubectl().run("delete", "namespace", namespace, "--wait=false");
        Await.asPromised(GONE, "namespace " + namespace + " gone")
                .until(() -> bed.kubernetes().namespaces().withName(namespace).get() == null);
    }
}
