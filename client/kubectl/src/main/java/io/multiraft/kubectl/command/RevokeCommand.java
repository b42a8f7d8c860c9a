package io.multiraft.kubectl.command;

import io.multiraft.kubectl.command.SessionRow.Part;
import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code revoke NAME}. */
@Command(
        addMethodSubcommands = false,
        description = {
            "Ends a session in all partitions, whoever holds it.",
            "One that a Session object asked for is shown as CLOSED there, and not opened again."
        })
public final class RevokeCommand extends Printing {

    private static final long CALL_SECONDS = 10;

    @Parameters(
            paramLabel = "NAME",
            description = "its name; of one without a name, PARTITION-ID as sessions prints it")
    private String name;

    @Override
    void run(Nodes nodes) {
        for (FoundPart found : SessionLookup.open(nodes, name)) {
            close(nodes, found.part());
            say("partition " + found.partition() + ": session " + name + " ended");
        }
    }

    private static void close(Nodes nodes, Part part) {
        PartitionResponseHeaders headers =
                PartitionGrpc.newBlockingStub(nodes.api())
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .closeSession(
                                CloseSessionRequest.newBuilder()
                                        .setHeaders(
                                                PartitionRequestHeaders.newBuilder()
                                                        .setPartitionId(part.partition()))
                                        .setInput(
                                                CloseSessionInput.newBuilder()
                                                        .setSessionId(part.detail().getSessionId()))
                                        .build())
                        .getHeaders();
        // That it has ended meanwhile is what was asked for.
        if (headers.getStatus() != Status.OK && headers.getStatus() != Status.NOT_FOUND) {
            throw new FailedException(
                    "partition %d: %s: %s"
                            .formatted(
                                    part.partition(), headers.getStatus(), headers.getMessage()));
        }
    }
}
