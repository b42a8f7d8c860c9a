package io.multiraft.fsm.session.filter;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Makes filters as a client does, for one false positive in twenty. */
public final class FilterBuilder {

    private static final double BITS_PER_NUMBER = -Math.log(0.05) / (Math.log(2) * Math.log(2));

    private FilterBuilder() {}

    /** A filter that contains these numbers. */
    public static ByteString containing(long... numbers) {
        int bits = (int) Math.ceil(Math.max(1, numbers.length) * BITS_PER_NUMBER);
        int hashes = (int) Math.ceil(Math.log(2) * bits / Math.max(1, numbers.length));
        return containing(bits, hashes, numbers);
    }

    /** A filter of any size that contains these numbers. */
    static ByteString containing(int bits, int hashes, long... numbers) {
        long[] words = new long[(bits + 63) / 64];
        for (long number : numbers) {
            long[] hash = hash(number);
            for (int i = 0; i < hashes; i++) {
                long place = hash[i % 2] + i * hash[2 + (i + i % 2) % 4 / 2];
                long bit = Long.remainderUnsigned(place, bits);
                words[(int) (bit / 64)] |= 1L << (bit % 64);
            }
        }
        ByteBuffer data = ByteBuffer.allocate(8 + 8 * words.length).putLong(bits);
        for (long word : words) {
            data.putLong(word);
        }
        String base64 = Base64.getUrlEncoder().encodeToString(data.array());
        return ByteString.copyFromUtf8(
                "{\"m\":" + bits + ",\"k\":" + hashes + ",\"b\":\"" + base64 + "\"}");
    }

    private static long[] hash(long number) {
        long bytes = Long.reverseBytes(number);
        Murmur3 plain = new Murmur3(bytes, 0, 8);
        Murmur3 marked = new Murmur3(bytes, 1, 9);
        return new long[] {plain.low, plain.high, marked.low, marked.high};
    }
}
