package io.multiraft.fsm.testing;

import io.multiraft.proto.multiraft.counter.v1.CompareAndSetInput;
import io.multiraft.proto.multiraft.counter.v1.CounterInput;
import io.multiraft.proto.multiraft.counter.v1.DecrementInput;
import io.multiraft.proto.multiraft.counter.v1.GetInput;
import io.multiraft.proto.multiraft.counter.v1.IncrementInput;
import io.multiraft.proto.multiraft.counter.v1.SetInput;

/** Inputs of a counter. */
public final class CounterInputs {

    private CounterInputs() {}

    public static CounterInput set(long value) {
        return CounterInput.newBuilder().setSet(SetInput.newBuilder().setValue(value)).build();
    }

    public static CounterInput compareAndSet(long compare, long update) {
        return CounterInput.newBuilder()
                .setCompareAndSet(
                        CompareAndSetInput.newBuilder().setCompare(compare).setUpdate(update))
                .build();
    }

    public static CounterInput increment(long delta) {
        return CounterInput.newBuilder()
                .setIncrement(IncrementInput.newBuilder().setDelta(delta))
                .build();
    }

    public static CounterInput decrement(long delta) {
        return CounterInput.newBuilder()
                .setDecrement(DecrementInput.newBuilder().setDelta(delta))
                .build();
    }

    public static CounterInput get() {
        return CounterInput.newBuilder().setGet(GetInput.getDefaultInstance()).build();
    }
}
