package io.multiraft.fsm.fuzz;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Murmur3 for 128 bits on 64-bit machines as published: with blocks, and a tail byte by byte. */
final class ReferenceMurmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK_BYTES = 16;

    private long h1;
    private long h2;

    private ReferenceMurmur3(byte[] data) {
        int blocks = data.length / BLOCK_BYTES;
        for (int i = 0; i < blocks; i++) {
            mixBlock(littleEndian(data, 16 * i, 8), littleEndian(data, 16 * i + 8, 8));
        }
        int tail = data.length % BLOCK_BYTES;
        int from = blocks * BLOCK_BYTES;
        h2 ^= mixSecond(littleEndian(data, from + 8, Math.max(0, tail - 8)));
        h1 ^= mixFirst(littleEndian(data, from, Math.min(8, tail)));
        h1 ^= data.length;
        h2 ^= data.length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
    }

    /** The four numbers from which the bits of a number follow, unsigned. */
    static BigInteger[] bloomHashes(long number) {
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        byte[] marked = Arrays.copyOf(key, Long.BYTES + 1);
        marked[Long.BYTES] = 1;
        ReferenceMurmur3 plain = new ReferenceMurmur3(key);
        ReferenceMurmur3 second = new ReferenceMurmur3(marked);
        return new BigInteger[] {
            unsigned(plain.h1), unsigned(plain.h2), unsigned(second.h1), unsigned(second.h2)
        };
    }

    private void mixBlock(long k1, long k2) {
        h1 ^= mixFirst(k1);
        h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= mixSecond(k2);
        h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }

    private static long mixFirst(long k1) {
        return Long.rotateLeft(k1 * C1, 31) * C2;
    }

    private static long mixSecond(long k2) {
        return Long.rotateLeft(k2 * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long k = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        k = (k ^ k >>> 33) * 0xc4ceb9fe1a85ec53L;
        return k ^ k >>> 33;
    }

    private static long littleEndian(byte[] data, int from, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | data[from + i] & 0xff;
        }
        return value;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
