package io.multiraft.e2e.history;

import com.google.protobuf.ByteString;
import io.multiraft.proto.multiraft.v1.CloseSessionInput;
import io.multiraft.proto.multiraft.v1.CloseSessionRequest;
import io.multiraft.proto.multiraft.v1.CloseSessionResponse;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.multiraft.v1.OpenSessionOutput;
import io.multiraft.proto.multiraft.v1.OpenSessionRequest;
import io.multiraft.proto.multiraft.v1.OpenSessionResponse;
import io.multiraft.proto.multiraft.v1.PartitionGrpc;
import io.multiraft.proto.multiraft.v1.PartitionResponseHeaders.Status;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;
import java.util.Map;

/** Opening, taking over and closing the session of one name, at one node. It has no deadline. */
record WireSession(Wire wire, String name) implements Target {

    /** What becomes of who is not, or no more, the holder. */
    static final Map<Status, String> REFUSALS =
            Map.of(
                    Status.FORBIDDEN, "fenced",
                    Status.NOT_FOUND, "absent",
                    Status.ALREADY_EXISTS, "exists");

    /** Without a name, for clients that only need some session. */
    static long openUnnamed(Wire wire, String nonce) {
        OpenSessionInput input =
                OpenSessionInput.newBuilder()
                        .setNonce(ByteString.copyFromUtf8(nonce))
                        .setDeadline(OpenSessionInput.Deadline.NONE)
                        .build();
        return open(wire, input).getOutput().getSessionId();
    }

    @Override
    public Answer perform(String operation, Values input) {
        return wire.answer(
                () ->
                        switch (operation) {
                            case "open" ->
                                    open(
                                            named().setNonce(ByteString.copyFromUtf8(input.text()))
                                                    .setDeadline(OpenSessionInput.Deadline.NONE)
                                                    .build());
                            case "attach" -> open(named().setAttach(true).build());
                            case "close" -> close(input.session());
                            default -> throw new IllegalArgumentException(operation);
                        });
    }

    private OpenSessionInput.Builder named() {
        SessionMeta meta =
                SessionMeta.newBuilder().setId(SessionId.newBuilder().setName(name)).build();
        return OpenSessionInput.newBuilder().setSession(Session.newBuilder().setMeta(meta));
    }

    private Answer open(OpenSessionInput input) {
        OpenSessionResponse response = open(wire, input);
        OpenSessionOutput output = response.getOutput();
        return Wire.judged(
                response.getHeaders(),
                REFUSALS,
                () -> Values.held(output.getSessionId(), output.getEpoch()));
    }

    private static OpenSessionResponse open(Wire wire, OpenSessionInput input) {
        return wire.call(
                PartitionGrpc.getOpenSessionMethod(),
                OpenSessionRequest.newBuilder()
                        .setHeaders(Wire.partition())
                        .setInput(input)
                        .build());
    }

    private Answer close(long sessionId) {
        CloseSessionResponse response =
                wire.call(
                        PartitionGrpc.getCloseSessionMethod(),
                        CloseSessionRequest.newBuilder()
                                .setHeaders(Wire.partition())
                                .setInput(CloseSessionInput.newBuilder().setSessionId(sessionId))
                                .build());
        return Wire.judged(response.getHeaders(), REFUSALS, () -> Values.NONE);
    }
}
