package io.multiraft.bench.system;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.multiraft.bench.load.Operation.Completion;
import java.util.function.Function;

/** A way to the methods of one server, by which callers call without waiting. */
interface Calls {

    /**
     * Calls without waiting.
     *
     * @param caller who calls, from 0; the calls of one are on one connection
     * @param refusal what is wrong with a response; null when it is as it should be
     * @param completion told once, on the thread that reads the answer
     */
    <Q extends Message, R extends Message> void call(
            int caller,
            MethodDescriptor<Q, R> method,
            Q request,
            Function<R, Throwable> refusal,
            Completion completion);

    /** Makes calls that belong together; where messages can carry several, they share one. */
    void together(Runnable calls);
}
