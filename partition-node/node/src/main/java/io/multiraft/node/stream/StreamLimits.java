package io.multiraft.node.stream;

import java.time.Duration;

/**
 * What one stream may hold.
 *
 * @param frames no more messages are read while this many frames are unanswered; also the most in
 *     one message
 * @param bytes the same for the bytes of their requests and of answers that have not left
 * @param answerBytes a stream with more bytes of answers that the caller has not taken is ended
 * @param readerPatience a stream whose caller has taken no answer for that long is ended
 * @param methods the most that a stream may name
 */
record StreamLimits(int frames, int bytes, int answerBytes, Duration readerPatience, int methods) {

    static final StreamLimits DEFAULT =
            new StreamLimits(4_096, 8 * 1024 * 1024, 32 * 1024 * 1024, Duration.ofSeconds(10), 256);
}
