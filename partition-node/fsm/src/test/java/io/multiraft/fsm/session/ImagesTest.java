package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.session.filter.FilterBuilder;
import io.multiraft.fsm.testing.MapInputs;
import io.multiraft.fsm.testing.Proposals;
import io.multiraft.fsm.testing.TestPartition;
import io.multiraft.proto.internal.v1.Proposal;
import io.multiraft.proto.multiraft.map.v1.MapInput;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that are kept from one snapshot to the next are those of the sessions as they are. */
class ImagesTest {

    private static final MapInput PUT = MapInputs.put("k", MapInputs.value("v"), 0);
    private static final MapInput LISTEN = MapInputs.events("", false);

    /** Session 1 is named, 2 is not; service 3 is a map of both. Each changes something else. */
    private static final List<Proposal> CHANGES =
            List.of(
                    open("n", false),
                    open("", false),
                    Proposals.create(1, 1, MapService.TYPE, "", "m"),
                    Proposals.create(2, 0, MapService.TYPE, "", "m"),
                    Proposals.map(1, 2, 3, PUT),
                    Proposals.map(1, 3, 3, LISTEN),
                    Proposals.map(2, 0, 3, LISTEN),
                    Proposals.map(2, 0, 3, PUT),
                    Proposals.map(1, 3, 3, LISTEN),
                    Proposals.map(1, 2, 3, PUT),
                    keepAlive(1, 2, ByteString.EMPTY, 0),
                    keepAlive(1, 3, FilterBuilder.containing(3), 1),
                    keepAlive(1, 3, FilterBuilder.containing(3), 2),
                    keepAlive(2, 0, ByteString.EMPTY, 0),
                    Proposals.map(1, 4, 3, LISTEN),
                    Proposals.closeService(1, 5, 3),
                    keepAlive(1, 5, FilterBuilder.containing(4), 1),
                    keepAlive(1, 5, ByteString.EMPTY, 0),
                    open("n", true),
                    Proposals.create(1, 1, MapService.TYPE, "", "m"),
                    Proposals.map(1, 2, 3, LISTEN),
                    keepAlive(1, 2, ByteString.EMPTY, 0),
                    Proposals.close(2));

    @Test
    void aSnapshotAfterEachChangeIsThatOfAPartitionWhichHadNoneBefore() {
        TestPartition partition = new TestPartition();
        for (int changes = 1; changes <= CHANGES.size(); changes++) {
            apply(partition, changes - 1);
            TestPartition other = new TestPartition();
            for (int change = 0; change < changes; change++) {
                apply(other, change);
            }
            assertThat(partition.snapshotBytes())
                    .as("after change %s: %s", changes, CHANGES.get(changes - 1))
                    .isEqualTo(other.snapshotBytes());
        }
    }

    private static void apply(TestPartition partition, int change) {
        partition.at(change * 100L).apply(CHANGES.get(change));
    }

    private static Proposal open(String name, boolean attach) {
        SessionMeta.Builder meta =
                SessionMeta.newBuilder().setId(SessionId.newBuilder().setName(name));
        return Proposals.open(
                OpenSessionInput.newBuilder()
                        .setSession(Session.newBuilder().setMeta(meta))
                        .setAttach(attach)
                        .build());
    }

    private static Proposal keepAlive(long session, long last, ByteString pending, long output) {
        KeepAliveInput.Builder input =
                KeepAliveInput.newBuilder()
                        .setSessionId(session)
                        .setLastCommandSequenceNum(last)
                        .setPendingCommandsFilter(pending);
        if (output != 0) {
            input.putOutputStreamSequenceNums(last == 3 ? 3 : 4, output);
        }
        return Proposals.keepAlive(input.build());
    }
}
