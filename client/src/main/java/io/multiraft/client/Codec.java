package io.multiraft.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * How a program's type is written. Keys of a map are written as {@code String}s, values as {@code
 * ByteString}s.
 *
 * <p>Equal values must be written the same, and by all programs that share a map. A method that
 * throws, or returns null, fails the call with an {@link
 * io.multiraft.client.errors.InvalidException}. Called on the threads of the user, several at a
 * time.
 *
 * <pre>{@code
 * Codec<UUID, String> ids = Codec.of(UUID::toString, UUID::fromString);
 * VersionedMap<UUID, Long> stock = session.map("stock", ids, Codec.int64());
 * }</pre>
 *
 * @param <T> the program's type
 * @param <W> what it is written as
 */
public interface Codec<T, W> {

    W encode(T value);

    T decode(W written);

    /** A codec of two functions, as {@code of(UUID::toString, UUID::fromString)} for keys. */
    static <T, W> Codec<T, W> of(Function<T, W> encode, Function<W, T> decode) {
        return new Codec<>() {
            @Override
            public W encode(T value) {
                return encode.apply(value);
            }

            @Override
            public T decode(W written) {
                return decode.apply(written);
            }
        };
    }

    /** As it is. */
    static <W> Codec<W, W> identity() {
        return of(Function.identity(), Function.identity());
    }

    /** Texts in UTF-8; bytes that are not are refused, not replaced. */
    static Codec<String, ByteString> utf8() {
        return of(
                ByteString::copyFromUtf8,
                written -> {
                    if (!written.isValidUtf8()) {
                        throw new IllegalArgumentException("expected UTF-8");
                    }
                    return written.toStringUtf8();
                });
    }

    /** Numbers in 8 bytes, the highest first. */
    static Codec<Long, ByteString> int64() {
        return of(
                number -> ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, number)),
                written -> {
                    if (written.size() != Long.BYTES) {
                        throw new IllegalArgumentException(
                                "expected 8 bytes, got " + written.size());
                    }
                    return written.asReadOnlyByteBuffer().getLong();
                });
    }

    /** Messages of Protocol Buffers. */
    static <M extends MessageLite> Codec<M, ByteString> message(Parser<M> parser) {
        return of(
                MessageLite::toByteString,
                written -> {
                    try {
                        return parser.parseFrom(written);
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalArgumentException(e.getMessage(), e);
                    }
                });
    }
}
