package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.node.grpc.ResponseEncoder.Answer;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.proto.multiraft.v1.PartitionOutput;
import java.util.List;
import java.util.function.Function;

/**
 * Turns the outputs of a proposal into response messages: one for a unary call, all for a stream.
 */
final class ProposalResponses implements OutputListener {

    /** What most refusals tell beside their message. */
    private static final PartitionOutput NOTHING = PartitionOutput.getDefaultInstance();

    private final boolean streaming;
    private final Function<Effect.Output, ByteString> output;
    private final ResponseEncoder encoder;
    private final Responder responder;
    private boolean answered;
    private boolean refused;

    /**
     * @param output cuts the method's own output out of that of the partition
     */
    ProposalResponses(
            boolean streaming,
            Function<Effect.Output, ByteString> output,
            ResponseEncoder encoder,
            Responder responder) {
        this.streaming = streaming;
        this.output = output;
        this.encoder = encoder;
        this.responder = responder;
    }

    @Override
    public void onOutput(Effect.Output effect) {
        if (answered && !streaming) {
            return;
        }
        Answer answer =
                new Answer(
                        effect.index(),
                        effect.status(),
                        effect.message(),
                        effect.outputSequenceNum());
        boolean tells = answer.ok() || !effect.output().equals(NOTHING);
        ByteString bytes = tells ? output.apply(effect) : null;
        if (streaming) {
            send(answer, bytes);
        } else {
            // At once with the end: the call is taken up once, not twice.
            answered = true;
            responder.sendAll(List.of(encoder.encode(answer, bytes)).iterator());
        }
    }

    @Override
    public void onClosed(Effect.StreamClosed closed) {
        if (!streaming && answered) {
            return;
        }
        if (closed.status() != Status.OK && !refused) {
            send(new Answer(0, closed.status(), closed.message()), null);
        } else if (!streaming) {
            String message = "the output of this command was acknowledged before";
            send(new Answer(0, Status.CANCELED, message), null);
        }
        responder.complete();
    }

    @Override
    public void onError(PartitionException error) {
        responder.fail(error);
    }

    private void send(Answer answer, ByteString bytes) {
        answered = true;
        refused = !answer.ok();
        responder.send(encoder.encode(answer, bytes));
    }
}
