package io.multiraft.fsm.session.filter;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Limits;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The commands a client still waits for, by number: a Bloom filter in the form of the Go library
 * {@code github.com/bits-and-blooms/bloom/v3}.
 *
 * <ol>
 *   <li>It is the JSON {@code {"m": bits, "k": hashes, "b": data}}; the data is base64url of the
 *       number of bits and of the words, all 8 bytes big-endian.
 *   <li>A number is hashed as its 8 bytes big-endian: h0 and h1 are the two halves of their Murmur3
 *       hash, h2 and h3 those of the same bytes with a byte 1 behind them.
 *   <li>Its i-th bit is {@code h[i mod 2] + i * h[2 + ((i + i mod 2) mod 4) / 2]}, unsigned, modulo
 *       m.
 * </ol>
 *
 * <p>It may claim a command that nobody waits for, never the reverse.
 */
public final class PendingCommandsFilter {

    /** The hashes of a filter that the Go library makes for an empty set: NaN as a number. */
    private static final String GO_HASHES_OF_NOTHING = "9223372036854775808";

    /** The data of such a filter, in which no bit is set, by older and newer versions. */
    private static final List<String> GO_DATA_OF_NOTHING =
            List.of("AAAAAAAAAAA=", "AAAAAAAAAAEAAAAAAAAAAA==");

    private static final PendingCommandsFilter NOTHING =
            new PendingCommandsFilter(1, 1, new long[1]);

    /** Those of the largest unsigned number; what is longer is not said back to its sender. */
    private static final int MOST_DIGITS = 20;

    private static final int MOST_BYTES = Limits.FILTER_BITS / 4;

    private final long bits;
    private final int hashes;
    private final long[] words;

    private PendingCommandsFilter(long bits, int hashes, long[] words) {
        this.bits = bits;
        this.hashes = hashes;
        this.words = words;
    }

    /**
     * Reads a filter; no bytes are a filter that contains nothing.
     *
     * @throws Refusal INVALID when it does not parse or asks for too much work
     */
    public static PendingCommandsFilter parse(ByteString bytes) throws Refusal {
        if (bytes.isEmpty()) {
            return NOTHING;
        }
        try {
            if (bytes.size() > MOST_BYTES) {
                throw new MalformedFilterException(
                        "it has "
                                + bytes.size()
                                + " bytes; it must have "
                                + MOST_BYTES
                                + " at most");
            }
            return parse(FilterJson.parse(bytes.toString(StandardCharsets.ISO_8859_1)));
        } catch (MalformedFilterException e) {
            throw new Refusal(Status.INVALID, "pending_commands_filter: " + e.getMessage());
        }
    }

    /** True when no command is pending. */
    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /** False when nobody waits for the command; true when somebody may. */
    public boolean mayContain(long commandSequenceNum) {
        long bytes = Long.reverseBytes(commandSequenceNum);
        Murmur3 plain = new Murmur3(bytes, 0, 8);
        Murmur3 marked = new Murmur3(bytes, 1, 9);
        for (int i = 0; i < hashes; i++) {
            long start = i % 2 == 0 ? plain.low : plain.high;
            long step = (i + i % 2) % 4 / 2 == 0 ? marked.low : marked.high;
            long bit = Long.remainderUnsigned(start + i * step, bits);
            if ((words[(int) (bit / Long.SIZE)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static PendingCommandsFilter parse(Map<String, String> members)
            throws MalformedFilterException {
        if (members.get("k").equals(GO_HASHES_OF_NOTHING)
                && GO_DATA_OF_NOTHING.contains(members.get("b"))) {
            return NOTHING;
        }
        int bits = number("m", members.get("m"), Limits.FILTER_BITS);
        int hashes = number("k", members.get("k"), Limits.FILTER_HASHES);
        return new PendingCommandsFilter(bits, hashes, words(members.get("b"), bits));
    }

    private static int number(String name, String digits, int most)
            throws MalformedFilterException {
        // More digits than the limit has cannot be within it, and could be more than a long holds.
        long value = digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (value < 1 || value > most) {
            String came =
                    digits.length() > MOST_DIGITS
                            ? "a number of " + digits.length() + " digits"
                            : digits;
            throw new MalformedFilterException(name + " is " + came + "; it must be 1 to " + most);
        }
        return (int) value;
    }

    private static long[] words(String base64, int bits) throws MalformedFilterException {
        ByteBuffer data;
        try {
            data = ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new MalformedFilterException("b is not base64url: " + e.getMessage());
        }
        int count = (bits + Long.SIZE - 1) / Long.SIZE;
        int expected = (1 + count) * Long.BYTES;
        if (data.remaining() != expected) {
            throw new MalformedFilterException(
                    "b has "
                            + data.remaining()
                            + " bytes; it must have "
                            + expected
                            + " for m = "
                            + bits);
        }
        long length = data.getLong();
        if (length != bits) {
            throw new MalformedFilterException("b says " + length + " bits, m says " + bits);
        }
        long[] words = new long[count];
        data.asLongBuffer().get(words);
        return words;
    }
}
