package io.multiraft.node.grpc;

import io.grpc.Status;
import io.multiraft.node.grpc.RoutedMethod.CallKind;

/** Is told of every call that ended, on whatever thread ended it. */
public interface CallObserver {

    /**
     * The end of a call.
     *
     * @param partitionId 0 where the request named none that exists, or goes to all of them
     * @param code CANCELLED where the caller went away
     * @param nanos from the arrival of the call to its end
     */
    void onCallClosed(CallKind kind, int partitionId, Status.Code code, long nanos);
}
