package io.multiraft.kubectl.command;

import io.multiraft.kubectl.connect.Nodes;
import io.multiraft.proto.node.v1.PartitionStatus;
import io.multiraft.proto.node.v1.TransferLeadershipRequest;
import io.multiraft.proto.node.v1.TransferLeadershipResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code transfer PARTITION NODE}. */
@Command(
        addMethodSubcommands = false,
        description = {
            "Hands the lead of a partition over to another of its members.",
            "The operator brings it back to the preferred leader when all has been well for a"
                    + " while."
        })
public final class TransferCommand extends Printing {

    @Parameters(index = "0", paramLabel = "PARTITION", description = "its number, from 1")
    private int partition;

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "NODE",
            description = "the pod that is to lead; left out, any that is caught up")
    private String target;

    @Override
    void run(Nodes nodes) {
        String leader = leader(nodes);
        if (leader.equals(target)) {
            say("partition " + partition + ": " + leader + " leads already");
            return;
        }
        TransferLeadershipResponse response =
                nodes.admin(leader)
                        .transferLeadership(
                                TransferLeadershipRequest.newBuilder()
                                        .setPartitionId(partition)
                                        .setTarget(target)
                                        .build());
        say(
                "partition %d: %s leads in term %d"
                        .formatted(partition, response.getLeader(), response.getTerm()));
    }

    private String leader(Nodes nodes) {
        boolean known = false;
        for (String node : nodes.names()) {
            for (PartitionStatus status : nodes.partitions(node)) {
                boolean meant = status.getPartitionId() == partition;
                known |= meant;
                if (meant && status.getRole() == PartitionStatus.Role.LEADER) {
                    return node;
                }
            }
        }
        throw new FailedException(
                known
                        ? "partition " + partition + " has no leader now; try again"
                        : "there is no partition "
                                + partition
                                + "; see kubectl multiraft partitions");
    }
}
