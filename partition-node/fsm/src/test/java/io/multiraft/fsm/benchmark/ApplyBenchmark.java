package io.multiraft.fsm.benchmark;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.counter.CounterService;
import io.multiraft.fsm.map.MapService;
import io.multiraft.fsm.testing.CounterInputs;
import io.multiraft.fsm.testing.MapInputs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Commands a second, with their records and what acknowledges them. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class ApplyBenchmark {

    private static final int KEYS = 10_000;
    private static final String VALUE = "v".repeat(64);

    private final CommandLog increments =
            new CommandLog(
                    CounterService.TYPE, number -> CounterInputs.increment(1).toByteString());

    private final CommandLog puts = new CommandLog(MapService.TYPE, ApplyBenchmark::put);

    private static ByteString put(long number) {
        return MapInputs.put("key-" + number * 7919 % KEYS, MapInputs.value(VALUE), 0)
                .toByteString();
    }

    @Benchmark
    @OperationsPerInvocation(CommandLog.COMMANDS)
    public long counterIncrement() {
        return increments.apply();
    }

    @Benchmark
    @OperationsPerInvocation(CommandLog.COMMANDS)
    public long mapPut() {
        return puts.apply();
    }
}
