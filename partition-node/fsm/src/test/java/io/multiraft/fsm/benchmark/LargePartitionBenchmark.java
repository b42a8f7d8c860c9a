package io.multiraft.fsm.benchmark;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Snapshot;
import io.multiraft.fsm.testing.TestPartition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a partition at its limits is busy with a snapshot: taken, written, restored. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class LargePartitionBenchmark {

    /** Sessions kept alive between two snapshots; more than may be stale. */
    private static final int KEPT = 10_000;

    private LargePartition large;
    private byte[] bytes;

    @Setup
    public void fill() {
        large = new LargePartition().openSessions().createServices().fillMap();
        bytes = TestPartition.bytesOf(large.partition().machine().snapshot());
    }

    @Setup(Level.Iteration)
    public void change() {
        large.keepAlive(KEPT);
    }

    @Benchmark
    public long take() {
        try (Snapshot snapshot = large.partition().machine().snapshot()) {
            return snapshot.index();
        }
    }

    @Benchmark
    public long write() throws IOException {
        try (Snapshot snapshot = large.partition().machine().snapshot()) {
            snapshot.writeTo(OutputStream.nullOutputStream());
            return snapshot.index();
        }
    }

    @Benchmark
    public long restore() throws IOException {
        PartitionStateMachine other =
                new PartitionStateMachine(TestPartition.ID, io.multiraft.fsm.Limits.defaults());
        other.restore(new ByteArrayInputStream(bytes));
        return other.index();
    }
}
