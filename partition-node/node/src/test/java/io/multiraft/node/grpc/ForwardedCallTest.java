package io.multiraft.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.multiraft.node.grpc.FakeCluster.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes back of a call that another node serves. */
class ForwardedCallTest {

    @Test
    void answerOfANodeThatDiedBehindItIsAnAnswer() throws Exception {
        try (FakeCluster dying = new FakeCluster(2)) {
            dying.serve(0, router -> List.of(PrimitiveEndpoint.of(Samples.COUNTER, router)));
            dying.serve(1, router -> List.of(endsWithoutStatus(router)));
            dying.replica(1, 1).answer(Samples.INCREMENTED);
            dying.replica(0, 1).lead(1, "n-1", false);
            dying.replica(1, 1).lead(1, "n-1", true);

            Outcome outcome = FakeCluster.call(dying.connect("n-0"), Samples.increment(1, 1));

            assertThat(outcome.status().isOk()).as(outcome.toString()).isTrue();
            assertThat(outcome.messages()).hasSize(1);
            assertThat(dying.replica(1, 1).proposals).hasSize(1);
        }
    }

    private static ServerServiceDefinition endsWithoutStatus(CallRouter router) {
        return ServerInterceptors.intercept(
                PrimitiveEndpoint.of(Samples.COUNTER, router),
                new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        return next.startCall(new WithoutStatus<>(call), headers);
                    }
                });
    }

    /** As the other side of a connection sees a call whose node was killed. */
    private static final class WithoutStatus<Q, A> extends SimpleForwardingServerCall<Q, A> {

        WithoutStatus(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(Status.UNAVAILABLE.withDescription("io exception"), new Metadata());
        }
    }
}
