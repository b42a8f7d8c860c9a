package io.multiraft.fsm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.counter.CounterService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ServiceTest {

    private final List<Long> left = new ArrayList<>();
    private final Service service =
            new Service(1, "Lock", new ServiceName("", "l"), new Recorder());

    /** A primitive that holds something for a session would let go of it here. */
    private final class Recorder implements PrimitiveService {

        @Override
        public void execute(RunningCommand command, ByteString payload) {}

        @Override
        public List<ByteString> query(ByteString payload) {
            return List.of();
        }

        @Override
        public void forget(RunningCommand command) {}

        @Override
        public void detached(long sessionId) {
            left.add(sessionId);
        }

        @Override
        public void delete() {}

        @Override
        public ServiceImage image() {
            return sink -> {};
        }

        @Override
        public void restore(ByteString data, LongFunction<RunningCommand> commands) {}
    }

    @Test
    void tellsItsPrimitiveOfEachSessionThatLeaves() {
        service.attach(7L);
        service.attach(8L);
        service.attach(8L);
        assertThat(service.sessionCount()).isEqualTo(2);
        assertThat(left).isEmpty();

        service.detach(8L);
        assertThat(left).containsExactly(8L);
        assertThat(service.isUnused()).isFalse();

        service.detach(7L);
        assertThat(left).containsExactly(8L, 7L);
        assertThat(service.isUnused()).isTrue();
    }

    @Test
    void isNotDeletedWhileItIsInUse() {
        ServiceTable table =
                new ServiceTable(
                        null,
                        new ServiceRegistry()
                                .with(CounterService.TYPE, unused -> new CounterService()));
        service.attach(7L);

        assertThatThrownBy(() -> table.delete(service))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("service 1 is in use");
    }
}
