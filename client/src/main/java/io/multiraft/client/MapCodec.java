package io.multiraft.client;

import com.google.protobuf.ByteString;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.proto.multiraft.map.v1.Entry;
import io.multiraft.proto.multiraft.map.v1.Value;
import java.time.Duration;
import java.util.function.Function;

/** The codecs of a map's keys and values, with errors that say what could not be converted. */
record MapCodec<K, V>(Codec<K, String> keys, Codec<V, ByteString> values) {

    MapCodec {
        if (keys == null || values == null) {
            throw new InvalidException("codec null: expected one for keys and one for values");
        }
    }

    /** An empty key is refused: to listen to it would be to listen to all. */
    String key(K key) {
        String written = converted("key '" + key + "'", "be encoded", key, keys::encode);
        if (written.isEmpty()) {
            throw new InvalidException("key '" + written + "': expected at least one character");
        }
        return written;
    }

    Value value(String key, V value) {
        ByteString written =
                converted("the value for key '" + key + "'", "be encoded", value, values::encode);
        return Value.newBuilder().setValue(written).build();
    }

    Value value(String key, V value, Duration timeToLive) {
        if (timeToLive == null || timeToLive.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidException(
                    "time to live %s for key '%s': expected at least 1 ms; without one it stays"
                            .formatted(timeToLive, key));
        }
        return value(key, value).toBuilder()
                .setTtl(
                        com.google.protobuf.Duration.newBuilder()
                                .setSeconds(timeToLive.getSeconds())
                                .setNanos(timeToLive.getNano()))
                .build();
    }

    K keyOf(Entry entry) {
        return converted(
                "key '" + entry.getKey() + "'", "be decoded", entry.getKey(), keys::decode);
    }

    Versioned<V> versioned(Entry entry) {
        String what =
                "the value of key '%s' at version %d".formatted(entry.getKey(), entry.getIndex());
        ByteString written = entry.getValue().getValue();
        return new Versioned<>(
                converted(what, "be decoded", written, values::decode), entry.getIndex());
    }

    private static <A, B> B converted(String what, String how, A from, Function<A, B> convert) {
        if (from == null) {
            throw new InvalidException(what + ": expected one that is not null");
        }
        B to;
        try {
            to = convert.apply(from);
        } catch (RuntimeException e) {
            throw new InvalidException(what + " cannot " + how + ": " + e.getMessage(), e);
        }
        if (to == null) {
            throw new InvalidException(what + " cannot " + how + ": the codec returned null");
        }
        return to;
    }
}
