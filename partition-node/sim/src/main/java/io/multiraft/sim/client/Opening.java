package io.multiraft.sim.client;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Durations;
import io.multiraft.proto.multiraft.v1.OpenSessionInput;
import io.multiraft.proto.runtime.v1.Session;
import io.multiraft.proto.runtime.v1.SessionId;
import io.multiraft.proto.runtime.v1.SessionMeta;

/**
 * What a session is to be.
 *
 * @param name empty: unnamed
 * @param attach whether it takes over the session of that name
 */
public record Opening(long timeoutMillis, String name, boolean attach) {

    public OpenSessionInput input(String nonce) {
        OpenSessionInput.Builder input =
                OpenSessionInput.newBuilder()
                        .setTimeout(Durations.ofMillis(timeoutMillis))
                        .setNonce(ByteString.copyFromUtf8(nonce))
                        .setAttach(attach);
        if (!name.isEmpty()) {
            SessionMeta meta =
                    SessionMeta.newBuilder().setId(SessionId.newBuilder().setName(name)).build();
            input.setSession(Session.newBuilder().setMeta(meta));
        }
        return input.build();
    }
}
