package io.multiraft.node.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.grpc.Routing;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.regex.Pattern;

/** Says in a frame what the status and the trailers of a call of its own say. */
final class ResponseFrames {

    /** Up to some days; what is longer, or negative as gRPC allows, tells nobody when. */
    private static final Pattern MILLIS = Pattern.compile("\\d{1,9}");

    private ResponseFrames() {}

    /** The end of a call that was served. */
    static ResponseFrame of(long frameId, ByteString response, Status status, Metadata trailers) {
        ResponseFrame.Builder frame = ResponseFrame.newBuilder().setFrameId(frameId);
        String leader = trailers.get(Routing.LEADER);
        if (leader != null) {
            frame.setLeader(leader);
        }
        if (status.isOk()) {
            return frame.setResponse(response).build();
        }
        boolean notExecuted = Routing.NOT_EXECUTED.equals(trailers.get(Routing.EXECUTED));
        FrameError.Builder error = error(status).setNotExecuted(notExecuted);
        String retryAfter = trailers.get(Routing.RETRY_AFTER);
        if (retryAfter != null && MILLIS.matcher(retryAfter).matches()) {
            error.setRetryAfter(duration(Integer.parseInt(retryAfter)));
        }
        return frame.setError(error).build();
    }

    private static Duration duration(int millis) {
        return Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos(millis % 1_000 * 1_000_000)
                .build();
    }

    /** A frame that was not served at all. */
    static ResponseFrame refused(long frameId, Status status) {
        return ResponseFrame.newBuilder()
                .setFrameId(frameId)
                .setError(error(status).setNotExecuted(true))
                .build();
    }

    /** A frame that was not answered in time. */
    static ResponseFrame overdue(long frameId) {
        String description = "the frame's timeout is over; nobody knows whether it was executed";
        Status status = Status.DEADLINE_EXCEEDED.withDescription(description);
        return ResponseFrame.newBuilder().setFrameId(frameId).setError(error(status)).build();
    }

    private static FrameError.Builder error(Status status) {
        String description = status.getDescription();
        return FrameError.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(description == null ? "" : description);
    }
}
