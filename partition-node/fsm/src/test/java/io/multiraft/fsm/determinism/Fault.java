package io.multiraft.fsm.determinism;

import com.google.protobuf.ByteString;
import io.multiraft.proto.internal.v1.LogEntry;
import io.multiraft.proto.internal.v1.Proposal;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;

/** What must never happen, done on purpose: the process gets into what is applied. */
enum Fault {
    NONE {
        @Override
        LogEntry in(LogEntry entry) {
            return entry;
        }
    },

    /** Goes through proposals in the order of a set that hashes identities. */
    IDENTITY_HASH {
        @Override
        LogEntry in(LogEntry entry) {
            Set<Proposal> set = Collections.newSetFromMap(new IdentityHashMap<>());
            set.addAll(entry.getProposalsList());
            return entry.toBuilder().clearProposals().addAllProposals(set).build();
        }
    },

    /** Writes a number as people of the process's language do. */
    LANGUAGE {
        @Override
        LogEntry in(LogEntry entry) {
            return withNonce(entry, ByteString.copyFromUtf8(format(entry.getTimestampMillis())));
        }

        private String format(long number) {
            return String.format(Locale.getDefault(), "%d", number);
        }
    },

    /** Turns text into bytes in the process's character set. */
    CHARACTER_SET {
        @Override
        LogEntry in(LogEntry entry) {
            return withNonce(entry, ByteString.copyFrom("nonce é".getBytes()));
        }
    },

    /** Writes a time as the process's time zone has it. */
    @SuppressWarnings("deprecation")
    TIME_ZONE {
        @Override
        LogEntry in(LogEntry entry) {
            int hours = new Date(entry.getTimestampMillis()).getHours();
            return withNonce(entry, ByteString.copyFromUtf8("nonce " + hours));
        }
    };

    /** The entry as a replica with this fault would understand it. */
    abstract LogEntry in(LogEntry entry);

    /** Gives every session that is opened this nonce. */
    private static LogEntry withNonce(LogEntry entry, ByteString nonce) {
        LogEntry.Builder changed = entry.toBuilder();
        for (Proposal.Builder proposal : changed.getProposalsBuilderList()) {
            if (proposal.getInput().hasOpenSession()) {
                proposal.getInputBuilder().getOpenSessionBuilder().setNonce(nonce);
            }
        }
        return changed.build();
    }
}
