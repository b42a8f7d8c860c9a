package io.multiraft.node.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.multiraft.node.grpc.Routing;
import io.multiraft.proto.stream.v1.FrameError;
import io.multiraft.proto.stream.v1.ResponseFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFramesTest {

    private final Metadata trailers = new Metadata();

    @Test
    void saysWhereTheLeaderIsAlsoOfAFailure() {
        trailers.put(Routing.LEADER, "host-1:5678");

        ResponseFrame frame = ResponseFrames.of(3, ByteString.EMPTY, Status.UNAVAILABLE, trailers);

        assertThat(frame.getLeader()).isEqualTo("host-1:5678");
        assertThat(frame.getError().getNotExecuted()).isFalse();
        assertThat(frame.getError().getMessage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1250, 1, 250000000", "0, 0, 0", "999999999, 999999, 999000000"})
    void saysWhenToTryAgain(String millis, long seconds, int nanos) {
        trailers.put(Routing.RETRY_AFTER, millis);

        FrameError error =
                ResponseFrames.of(3, ByteString.EMPTY, Status.RESOURCE_EXHAUSTED, trailers)
                        .getError();

        assertThat(error.getRetryAfter().getSeconds()).isEqualTo(seconds);
        assertThat(error.getRetryAfter().getNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "1000000000"})
    void saysNothingOfATimeThatTellsNobodyWhen(String millis) {
        trailers.put(Routing.RETRY_AFTER, millis);

        ResponseFrame frame =
                ResponseFrames.of(3, ByteString.EMPTY, Status.RESOURCE_EXHAUSTED, trailers);

        assertThat(frame.getError().hasRetryAfter()).isFalse();
    }
}
