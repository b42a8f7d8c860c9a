package io.multiraft.fsm.service;

import com.google.protobuf.ByteString;
import java.io.IOException;

/** The state of a service at one index; never changes. */
public interface ServiceImage {

    /** Writes the state in parts of some 64 KiB, the same for the same state. */
    void writeTo(Sink sink) throws IOException;

    /** Where the parts go. */
    interface Sink {
        void write(ByteString data) throws IOException;
    }
}
