package io.multiraft.client;

import io.multiraft.client.core.Acknowledgement;
import io.multiraft.client.core.Answer;
import io.multiraft.client.core.Request;
import io.multiraft.client.grpc.Exchange;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionResponse;
import io.multiraft.proto.multiraft.v1.KeepAliveInput;
import io.multiraft.proto.multiraft.v1.KeepAliveRequest;
import io.multiraft.proto.multiraft.v1.KeepAliveResponse;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionRequestHeaders;

/** The partition protocol's messages for what the core asks. */
final class PartitionExchanges {

    private PartitionExchanges() {}

    static Exchange<?, ?> open(int partitionId, OpenSessionInput input) {
        return new Exchange<OpenSessionRequest, OpenSessionResponse>(
                PartitionGrpc.getOpenSessionMethod(),
                OpenSessionRequest.newBuilder()
                        .setHeaders(headers(partitionId))
                        .setInput(input)
                        .build(),
                responses -> {
                    OpenSessionResponse response = Answers.only(responses);
                    return Answers.of(
                            response.getHeaders(),
                            response.getOutput().getSessionId(),
                            response.getOutput().getEpoch());
                });
    }

    static Exchange<?, ?> keepAlive(Request.KeepAlive request) {
        Acknowledgement acknowledgement = request.acknowledgement();
        KeepAliveInput input =
                KeepAliveInput.newBuilder()
                        .setSessionId(request.lease().sessionId())
                        .setEpoch(request.lease().epoch())
                        .setLastCommandSequenceNum(acknowledgement.lastCommandSequenceNum())
                        .setPendingCommandsFilter(acknowledgement.filter())
                        .putAllOutputStreamSequenceNums(acknowledgement.outputs())
                        .build();
        return new Exchange<KeepAliveRequest, KeepAliveResponse>(
                PartitionGrpc.getKeepAliveMethod(),
                KeepAliveRequest.newBuilder()
                        .setHeaders(headers(request.lease().partitionId()))
                        .setInput(input)
                        .build(),
                responses -> {
                    KeepAliveResponse response = Answers.only(responses);
                    return Answer.of(
                            response.getHeaders().getStatus(),
                            response.getHeaders().getMessage(),
                            response.getOutput().getEnd());
                });
    }

    static Exchange<?, ?> close(Request.CloseSession request) {
        CloseSessionInput input =
                CloseSessionInput.newBuilder()
                        .setSessionId(request.lease().sessionId())
                        .setEpoch(request.lease().epoch())
                        .build();
        return new Exchange<CloseSessionRequest, CloseSessionResponse>(
                PartitionGrpc.getCloseSessionMethod(),
                CloseSessionRequest.newBuilder()
                        .setHeaders(headers(request.lease().partitionId()))
                        .setInput(input)
                        .build(),
                responses -> Answers.of(Answers.only(responses).getHeaders()));
    }

    private static PartitionRequestHeaders headers(int partitionId) {
        return PartitionRequestHeaders.newBuilder().setPartitionId(partitionId).build();
    }
}
