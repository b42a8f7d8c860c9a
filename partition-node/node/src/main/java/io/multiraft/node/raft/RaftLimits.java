package io.multiraft.node.raft;

import java.time.Duration;

/** Every bound of the Raft side in one place. */
final class RaftLimits {

    /** Largest proposal that is taken, serialized. An API message has at most 1 MiB. */
    static final int PROPOSAL_BYTES = (1 << 20) + (64 << 10);

    /** Proposals are packed into an entry until it would pass this; one alone may be larger. */
    static final int ENTRY_BYTES = 1 << 20;

    /** Proposals packed into one entry at most. */
    static final int ENTRY_PROPOSALS = 1024;

    /** Entries of a partition that may be appended but not applied yet. */
    static final int ENTRIES_IN_FLIGHT = 4;

    /** Where entries are in flight, so many proposals for each of them are worth another. */
    static final int GATHERED_PROPOSALS = 128;

    /** The same in bytes. */
    static final int GATHERED_BYTES = 128 << 10;

    /** And for no longer than this after the last entry is it waited for them. */
    static final Duration GATHERING = Duration.ofMillis(3);

    /** Proposals of a partition that wait to be appended. */
    static final int QUEUED_PROPOSALS = 16_384;

    /** The same in bytes. */
    static final long QUEUED_BYTES = 8L << 20;

    /** Reads of a partition that wait for their barrier, or for a command before them. */
    static final int WAITING_READS = 16_384;

    /** Open streams of a partition on this node. */
    static final int OPEN_STREAMS = 65_536;

    /**
     * What Ratis takes as one entry, and as one message to a follower. Each group has a buffer of
     * this size outside the heap: so no more than the largest proposal, and what is put around it.
     */
    static final int APPENDER_BYTES = PROPOSAL_BYTES + (16 << 10);

    /** A snapshot is written after so many bytes of log even if the entries are few. */
    static final long LOG_BYTES_PER_SNAPSHOT = 256L << 20;

    /** Snapshots kept: the latest, and the one that a lagging follower may be reading. */
    static final int SNAPSHOTS_KEPT = 2;

    /** How often leaders are looked after, and so how late a deadline may fire. */
    static final Duration WATCHDOG_PERIOD = Duration.ofMillis(50);

    /** Entries in that time that carry keep-alives alone. */
    static final int KEEP_ALIVE_ENTRIES = 4;

    /** A follower that is behind and gets nothing for so long is connected to anew. */
    static final Duration STANDSTILL = Duration.ofSeconds(10);

    /** Connections to another node that were made anew are given so long to prove themselves. */
    static final Duration CONNECTION_TRIAL = Duration.ofSeconds(3);

    private RaftLimits() {}
}
