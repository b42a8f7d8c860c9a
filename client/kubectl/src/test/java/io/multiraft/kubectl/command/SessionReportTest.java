package io.multiraft.kubectl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.multiraft.kubectl.print.Output;
import io.multiraft.proto.node.v1.GetSessionResponse;
import io.multiraft.proto.node.v1.HeldService;
import io.multiraft.proto.node.v1.PendingCommand;
import io.multiraft.proto.node.v1.SessionDetail;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionReportTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final GetSessionResponse.Builder first = GetSessionResponse.newBuilder();

    SessionReportTest() {
        first.getSessionBuilder()
                .setSessionId(4)
                .setState(SessionDetail.State.OPEN)
                .setEpoch(2)
                .setDeadline(Timestamp.newBuilder().setSeconds(1_030))
                .setServiceCount(1)
                .setPendingCommandCount(1)
                .getSessionBuilder()
                .getMetaBuilder()
                .putLabels("app", "shop");
        first.addServices(
                HeldService.newBuilder()
                        .setServiceId(7)
                        .setType("atomix.multiraft.map.v1.Map")
                        .setNamespace("shop")
                        .setName("stock"));
        first.addPendingCommands(
                PendingCommand.newBuilder()
                        .setCommandId(9)
                        .setCommandSequenceNum(2)
                        .setServiceId(7)
                        .setLastOutputSequenceNum(5)
                        .setUnacknowledgedOutputCount(3));
    }

    private String printed(Output output) {
        GetSessionResponse.Builder second = GetSessionResponse.newBuilder();
        second.getSessionBuilder().setSessionId(6).setState(SessionDetail.State.CLOSED).setEpoch(1);
        StringWriter text = new StringWriter();
        List<FoundPart> parts =
                List.of(new FoundPart(1, first.build()), new FoundPart(2, second.build()));
        new SessionReport(parts, NOW).print(output, new PrintWriter(text));
        return text.toString();
    }

    @Test
    void printsServicesAndPendingCommandsBelowThePartitions() {
        assertThat(printed(Output.TABLE))
                .isEqualTo(
                        """
                        PARTITION   ID   STATE    EPOCH   EXPIRES IN   SERVICES   PENDING   LABELS
                        1           4    OPEN     2       30s          1          1         app=shop
                        2           6    CLOSED   1                    0          0

                        PARTITION   SERVICE   NAMESPACE   NAME    TYPE
                        1           7         shop        stock   atomix.multiraft.map.v1.Map

                        PARTITION   COMMAND   NUMBER   ON      STREAM   OUTPUTS   UNACKNOWLEDGED
                        1           9         2        stock   true     5         3
                        """);
    }

    @Test
    void saysWhereThereAreMoreThanItShows() {
        first.getSessionBuilder().setServiceCount(130);

        assertThat(printed(Output.TABLE))
                .endsWith("\npartition 1: the first 1 of 130 services\n")
                .doesNotContain("pending commands");
    }

    @Test
    void putsWhatIsHeldIntoItsPartitionInJson() {
        assertThat(printed(Output.JSON).replaceAll("\\s+", ""))
                .startsWith(
                        """
                        [{"partition":1,"sessionId":4,"state":"OPEN","epoch":2,"expiresIn":"30s",\
                        "serviceCount":1,"pendingCommandCount":1,"labels":{"app":"shop"},\
                        "services":[{"partition":1,"serviceId":7,"namespace":"shop","name":"stock",\
                        "type":"atomix.multiraft.map.v1.Map"}],\
                        "pendingCommands":[{"partition":1,"commandId":9,"sequenceNum":2,\
                        "service":"stock","stream":true,"outputs":5,"unacknowledgedOutputs":3}]},\
                        {"partition":2,"sessionId":6,"state":"CLOSED",\
                        """
                                .stripTrailing());
    }

    @Test
    void putsWhatIsHeldIntoItsPartitionInYaml() {
        assertThat(printed(Output.YAML))
                .contains(
                        """
                          services:
                          - partition: 1
                            serviceId: 7
                            namespace: shop
                            name: stock
                            type: atomix.multiraft.map.v1.Map
                          pendingCommands:
                          - partition: 1
                            commandId: 9
                        """)
                .endsWith("  services: []\n  pendingCommands: []\n");
    }
}
