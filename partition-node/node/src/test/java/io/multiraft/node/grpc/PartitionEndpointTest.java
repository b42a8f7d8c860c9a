package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node adds to a new session, and what it refuses for the cluster. */
class PartitionEndpointTest {

    private final FakeCluster cluster = new FakeCluster(1);
    private FakeReplica replica;

    @BeforeEach
    void serve() throws Exception {
        cluster.serveApi();
        replica = cluster.replica(0, 1);
        replica.lead(1, "n-0", true);
        replica.answer(
                PartitionOutput.newBuilder()
                        .setOpenSession(OpenSessionOutput.newBuilder().setSessionId(7))
                        .build());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private OpenSessionResponse open(OpenSessionInput.Builder input) throws Exception {
        FakeCluster.Outcome outcome =
                FakeCluster.call(
                        cluster.connect("n-0"),
                        Samples.call(
                                "atomix.multiraft.v1.Partition/OpenSession",
                                OpenSessionRequest.newBuilder()
                                        .setHeaders(Samples.partition(1))
                                        .setInput(input)
                                        .build()));
        assertThat(outcome.status().isOk()).as("%s", outcome.status()).isTrue();
        return OpenSessionResponse.parseFrom(outcome.messages().get(0));
    }

    @Test
    void writesTheClustersDefaultTimeoutIntoTheLog() throws Exception {
        OpenSessionResponse response = open(OpenSessionInput.newBuilder());

        assertThat(response.getOutput().getSessionId()).isEqualTo(7);
        assertThat(replica.proposals.get(0).getInput().getOpenSession().getTimeout())
                .isEqualTo(Duration.newBuilder().setSeconds(60).build());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3600, 0", "1, 500000000"})
    void takesATimeoutWithinTheLimitsAsItIs(long seconds, int nanos) throws Exception {
        Duration timeout = Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();

        open(OpenSessionInput.newBuilder().setTimeout(timeout));

        assertThat(replica.proposals.get(0).getInput().getOpenSession().getTimeout())
                .isEqualTo(timeout);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10000000, 0.010000000s",
        "0, 0, 0s",
        "-5, 0, -5s",
        "3600, 1000000, 3600.001000000s",
        "9223372036854775807, 0, 9223372036854775807s"
    })
    void refusesATimeoutOutsideTheLimitsWithoutTheLog(long seconds, int nanos, String shown)
            throws Exception {
        Duration timeout = Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();

        OpenSessionResponse response = open(OpenSessionInput.newBuilder().setTimeout(timeout));

        assertThat(response.getHeaders().getStatus())
                .isEqualTo(PartitionResponseHeaders.Status.INVALID);
        assertThat(response.getHeaders().getMessage())
                .isEqualTo("timeout is " + shown + "; accepted is 1s to 3600s");
        assertThat(response.hasOutput()).isFalse();
        assertThat(replica.proposals).isEmpty();
    }
}
