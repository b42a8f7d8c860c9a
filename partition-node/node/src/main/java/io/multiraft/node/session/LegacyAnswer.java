package io.multiraft.node.session;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.Status;
import io.multiraft.node.grpc.Responder;
import io.multiraft.node.partition.OutputListener;
import io.multiraft.node.partition.PartitionException;
import io.multiraft.proto.headers.ResponseHeader;
import io.multiraft.proto.headers.ResponseStatus;

/** Turns what comes of a proposal into one answer of the 2020 API. */
final class LegacyAnswer implements OutputListener {

    private final ResponseHeader.Builder header;
    private final Responder responder;
    private boolean answered;

    /**
     * @param header of the answer, without index and status
     */
    LegacyAnswer(ResponseHeader.Builder header, Responder responder) {
        this.header = header;
        this.responder = responder;
    }

    @Override
    public void onOutput(Effect.Output output) {
        if (output.output().hasOpenSession()) {
            header.setSessionId(output.output().getOpenSession().getSessionId());
        }
        answer(output.index(), output.status());
    }

    @Override
    public void onClosed(Effect.StreamClosed closed) {
        answer(0, closed.status());
    }

    @Override
    public void onError(PartitionException error) {
        responder.fail(error);
    }

    private void answer(long index, Status status) {
        if (!answered) {
            answered = true;
            header.setIndex(index)
                    .setStatus(status == Status.OK ? ResponseStatus.OK : ResponseStatus.ERROR);
            LegacyRequest.answer(responder, header.build());
        }
    }
}
