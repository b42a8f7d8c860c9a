package io.multiraft.fsm.session.filter;

/** The 128-bit Murmur3 hash for 64-bit machines with seed 0, of inputs below 16 bytes. */
final class Murmur3 {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    final long low;
    final long high;

    /**
     * @param first bytes 0 to 7, little-endian
     * @param second the bytes from 8 on, little-endian
     * @param length how many bytes there are
     */
    Murmur3(long first, long second, int length) {
        long h1 = Long.rotateLeft(first * C1, 31) * C2 ^ length;
        long h2 = Long.rotateLeft(second * C2, 33) * C1 ^ length;
        h1 += h2;
        h2 += h1;
        h1 = avalanche(h1);
        h2 = avalanche(h2);
        low = h1 + h2;
        high = h2 + low;
    }

    private static long avalanche(long hash) {
        long mixed = hash;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed;
    }
}
