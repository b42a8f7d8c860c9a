package io.multiraft.node.grpc;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Query;
import io.multiraft.fsm.QueryResult;
import io.multiraft.node.grpc.ResponseEncoder.Answer;
import io.multiraft.node.partition.PartitionReplica;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A read.
 *
 * @param lastCommandSequenceNum the command of the session that it must see; 0 is none
 * @param output cuts the method's own output out of that of the service
 */
record QueryRequest(
        int partitionId,
        Query query,
        long lastCommandSequenceNum,
        boolean streaming,
        UnaryOperator<ByteString> output,
        ResponseEncoder encoder)
        implements PartitionRequest {

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public PartitionReplica.Watch execute(
            PartitionReplica replica, Duration timeout, Responder responder) {
        CompletionStage<QueryResult> result = replica.query(query, lastCommandSequenceNum, timeout);
        return Answers.whenDone(result, responder, found -> answer(found, responder));
    }

    private void answer(QueryResult result, Responder responder) {
        Answer answer = new Answer(result.index(), result.status(), result.message());
        if (!answer.ok() || !streaming && result.outputs().isEmpty()) {
            responder.sendAll(List.of(encoder.encode(answer, null)).iterator());
            return;
        }
        responder.sendAll(
                result.outputs().stream()
                        .limit(streaming ? Long.MAX_VALUE : 1)
                        .map(bytes -> encoder.encode(answer, output.apply(bytes)))
                        .iterator());
    }
}
