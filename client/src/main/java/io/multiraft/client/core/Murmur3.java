package io.multiraft.client.core;

/** MurmurHash3, 128 bits, x64 variant, seed 0, for inputs of fewer than 16 bytes. */
final class Murmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Murmur3() {}

    /** Writes the two halves of the hash of the first {@code length} bytes to {@code out}. */
    static void hash(byte[] data, int length, long[] out, int position) {
        if (length >= 16) {
            throw new IllegalArgumentException("at most 15 bytes, got " + length);
        }
        long k1 = 0;
        long k2 = 0;
        for (int i = length - 1; i >= 0; i--) {
            if (i >= 8) {
                k2 = k2 << 8 | data[i] & 0xff;
            } else {
                k1 = k1 << 8 | data[i] & 0xff;
            }
        }
        long h1 = Long.rotateLeft(k1 * C1, 31) * C2 ^ length;
        long h2 = Long.rotateLeft(k2 * C2, 33) * C1 ^ length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        out[position] = h1;
        out[position + 1] = h2;
    }

    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
