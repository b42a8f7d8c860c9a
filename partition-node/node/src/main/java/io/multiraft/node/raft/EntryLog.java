package io.multiraft.node.raft;

import io.multiraft.node.partition.PartitionException;
import java.util.concurrent.CompletionStage;

/** Where a proposer's entries go. */
@FunctionalInterface
interface EntryLog {

    /**
     * Appends the entry, unless this node does not lead.
     *
     * @return completes when the entry is applied here; fails with a {@link PartitionException} of
     *     the kind that is right if nothing was appended
     */
    CompletionStage<Void> append(Batch batch);
}
