package io.multiraft.node.stream;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.multiraft.proto.stream.v1.RequestFrame;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.List;
import java.util.Set;

/** What is wrong with a frame, before anybody looks at its request. */
final class FrameCheck {

    static final String STOPPING = "the node stops; send to another";

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private FrameCheck() {}

    /**
     * OK, or what the caller is told.
     *
     * @param named the methods of the stream
     * @param taken ids of unanswered frames
     * @param stopping nothing is served any more
     */
    static Status refusal(
            RequestFrame frame, List<FrameMethods.Named> named, Set<Long> taken, boolean stopping) {
        if (frame.getFrameId() == 0) {
            return invalid("frame_id is missing; accepted are numbers from 1");
        }
        if (taken.contains(frame.getFrameId())) {
            return invalid(
                    "frame_id is %s, that of another unanswered frame; accepted is any other number"
                            .formatted(Long.toUnsignedString(frame.getFrameId())));
        }
        if (frame.getMethod() < 1 || frame.getMethod() > named.size()) {
            return invalid(
                    named.isEmpty()
                            ? "method is %s, but the stream has named none in methods"
                                    .formatted(Integer.toUnsignedString(frame.getMethod()))
                            : "method is %s; accepted are 1..%d, positions in the stream's methods"
                                    .formatted(
                                            Integer.toUnsignedString(frame.getMethod()),
                                            named.size()));
        }
        Status refusal = named.get(frame.getMethod() - 1).refusal();
        if (refusal.isOk() && frame.hasTimeout()) {
            refusal = refusal(frame.getTimeout());
        }
        return refusal.isOk() && stopping ? Status.UNAVAILABLE.withDescription(STOPPING) : refusal;
    }

    private static Status refusal(Duration timeout) {
        long seconds = timeout.getSeconds();
        int nanos = timeout.getNanos();
        if (seconds < 0 || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            return invalid(
                    "timeout is %d s and %d ns; accepted is more than 0, with less than %d ns, or none"
                            .formatted(seconds, nanos, NANOS_PER_SECOND));
        }
        return seconds == 0 && nanos == 0
                ? Status.DEADLINE_EXCEEDED.withDescription("timeout is 0: it is over")
                : Status.OK;
    }

    /** The answer to a frame that cannot be read; its id may have been. */
    static ResponseFrame broken(InvalidProtocolBufferException error) {
        long frameId =
                error.getUnfinishedMessage() instanceof RequestFrame read ? read.getFrameId() : 0;
        return ResponseFrames.refused(
                frameId, invalid("the frame is no valid RequestFrame: " + error.getMessage()));
    }

    private static Status invalid(String description) {
        return Status.INVALID_ARGUMENT.withDescription(description);
    }
}
