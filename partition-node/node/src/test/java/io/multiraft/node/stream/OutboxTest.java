package io.multiraft.node.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.multiraft.proto.stream.v1.ExchangeResponse;
import io.multiraft.proto.stream.v1.ResponseFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static ResponseFrame answer(long id, int bytes) {
        return ResponseFrame.newBuilder()
                .setFrameId(id)
                .setResponse(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    @Test
    void cutsWhatWaitsIntoMessagesOfBoundedSizeAndKeepsTheOrder() throws Exception {
        Outbox outbox = new Outbox();
        int[] sizes = {100_000, 100_000, 100_000, 1_000_000, 10, 10};
        for (int i = 0; i < sizes.length; i++) {
            outbox.add(answer(i + 1, sizes[i]));
        }
        List<List<Long>> messages = new ArrayList<>();
        while (!outbox.isEmpty()) {
            messages.add(
                    ExchangeResponse.parseFrom(outbox.next()).getFramesList().stream()
                            .map(ResponseFrame::getFrameId)
                            .toList());
        }

        assertThat(messages)
                .containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L, 6L));
        assertThat(outbox.bytes()).isZero();
        assertThat(outbox.size()).isZero();
    }
}
