package io.multiraft.client.core;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;

/**
 * Writes the set of commands still waited for as the wire wants it: a Bloom filter as JSON text,
 * {@code {"m": bits, "k": hashes, "b": base64url(bit length, words)}}, over big-endian sequence
 * numbers. A false positive keeps a record until the next filter; there are no false negatives.
 */
public final class PendingCommandsFilter {

    private static final double FALSE_POSITIVES = 0.05;
    private static final int TURNS = 61;

    private PendingCommandsFilter() {}

    /**
     * Writes a filter; no numbers are no bytes.
     *
     * @param turn rises with each filter, and with it the number of bits changes: so a number that
     *     is taken for one in the set is not so next time, and its record is not kept for good
     */
    public static ByteString encode(Collection<Long> sequenceNums, int turn) {
        if (sequenceNums.isEmpty()) {
            return ByteString.EMPTY;
        }
        int count = sequenceNums.size();
        double ln2 = StrictMath.log(2);
        int least =
                (int)
                        Math.max(
                                1,
                                Math.ceil(-count * StrictMath.log(FALSE_POSITIVES) / (ln2 * ln2)));
        int hashes = (int) Math.max(1, Math.ceil(ln2 * least / count));
        int bits = least + turn % TURNS;
        long[] words = new long[(bits + 63) / 64];
        for (long sequenceNum : sequenceNums) {
            set(words, sequenceNum, bits, hashes);
        }
        ByteBuffer buffer = ByteBuffer.allocate(8 + 8 * words.length).putLong(bits);
        for (long word : words) {
            buffer.putLong(word);
        }
        String base64 = Base64.getUrlEncoder().encodeToString(buffer.array());
        return ByteString.copyFromUtf8(
                "{\"m\":" + bits + ",\"k\":" + hashes + ",\"b\":\"" + base64 + "\"}");
    }

    private static void set(long[] words, long sequenceNum, int bits, int hashes) {
        byte[] key = ByteBuffer.allocate(9).putLong(sequenceNum).put((byte) 1).array();
        long[] hash = {0, 0, 0, 0};
        Murmur3.hash(key, 8, hash, 0);
        Murmur3.hash(key, 9, hash, 2);
        for (int i = 0; i < hashes; i++) {
            long location = hash[i % 2] + i * hash[2 + ((i + i % 2) % 4) / 2];
            int bit = (int) Long.remainderUnsigned(location, bits);
            words[bit / 64] |= 1L << (bit % 64);
        }
    }
}
