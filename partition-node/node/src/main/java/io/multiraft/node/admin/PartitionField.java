package io.multiraft.node.admin;

import io.multiraft.node.grpc.InvalidRequestException;

/** The field by which requests of this service name their partition. */
final class PartitionField {

    private PartitionField() {}

    static void require(int partitionId) throws InvalidRequestException {
        if (partitionId == 0) {
            throw new InvalidRequestException("partition_id is missing; ids count from 1");
        }
    }
}
