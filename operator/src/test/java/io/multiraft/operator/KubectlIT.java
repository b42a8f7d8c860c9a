package io.multiraft.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.operator.api.SessionState;
import io.multiraft.operator.apiserver.ApiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of our kinds. */
class KubectlIT extends OperatorTestBed {

    @Test
    void tablesShowWhatMattersUnderShortNames(ApiServer server) throws Exception {
        startWithCluster();
        rollOut();
        createSession("mine", "{cluster: sample, kind: Counter, primitive: {id: orders}}");
        await().until(() -> state("mine") == SessionState.OPENED);
        await().untilAsserted(
                        () ->
                                assertThat(table(server, "mrc"))
                                        .startsWith("NAME READY NODES QUORUM LEADERS VERSION AGE")
                                        .contains("sample True 3/3 3/3 3/3 1.2.3"));
        await().untilAsserted(
                        () ->
                                assertThat(table(server, "part"))
                                        .startsWith("NAME LEADER TERM MEMBERS SESSIONS STATE AGE")
                                        .contains("sample-2 sample-1 1 3/3")
                                        .contains("Ready"));
        assertThat(table(server, "ses"))
                .startsWith("NAME STATE KIND PRIMITIVE PARTITIONS LIVENESS AGE")
                .contains("mine OPENED Counter orders 1/1 Client");
        assertThat(table(server, "atomix"))
                .contains("multiraftcluster.multiraft.atomix.io/sample ")
                .contains("partition.multiraft.atomix.io/sample-3 ")
                .contains("session.runtime.atomix.io/mine ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mrc                          | A set of nodes
                    mrc.spec.partitions          | Fixed when the cluster is created
                    mrc.spec.storage.size        | Size of the volume
                    mrc.status.conditions.reason | one CamelCase word
                    part.spec.members            | the first is the preferred leader
                    part.status.members.role     | NotAMember (its disk was replaced)
                    ses                          | Deleting it ends the session
                    ses.spec.liveness.type       | stays open until deleted
                    ses.spec.kind                | live in one partition
                    ses.status.state             | CLOSING: ended on some
                    """)
    void explainTeaches(String field, String words, ApiServer server) {
        // The server publishes what it knows of new kinds a little after it serves them.
        await().untilAsserted(
                        () ->
                                assertThat(oneLine(server.kubectl("explain", field)))
                                        .contains(words));
    }

    /** As a table of single spaces. */
    private String table(ApiServer server, String kind) throws Exception {
        return oneLine(server.kubectl("get", kind, "-n", namespace));
    }

    private static String oneLine(String output) {
        return output.replaceAll("\\s+", " ");
    }
}
