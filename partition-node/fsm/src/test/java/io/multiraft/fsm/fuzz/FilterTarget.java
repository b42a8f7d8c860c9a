package io.multiraft.fsm.fuzz;

import com.google.protobuf.ByteString;
import io.multiraft.fsm.Refusal;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.session.filter.PendingCommandsFilter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter of a keep-alive. It is refused as INVALID, or says of every number what a slow reading
 * of the same text says.
 */
public final class FilterTarget {

    private static final Pattern BITS = Pattern.compile("\"m\"\\s*:\\s*(\\d+)");
    private static final Pattern HASHES = Pattern.compile("\"k\"\\s*:\\s*(\\d+)");
    private static final Pattern DATA = Pattern.compile("\"b\"\\s*:\\s*\"([^\"]*)\"");
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private FilterTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        isAccepted(input);
    }

    static boolean isAccepted(byte[] input) {
        PendingCommandsFilter filter;
        try {
            filter = PendingCommandsFilter.parse(ByteString.copyFrom(input));
        } catch (Refusal refusal) {
            Expect.that(refusal.status() == Status.INVALID, "a bad filter is INVALID");
            return false;
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        long last = input.length * 31L;
        for (long number : new long[] {1, 2, 3, 64, 1_000, 1L << 40, Long.MAX_VALUE, last}) {
            Expect.that(
                    filter.mayContain(number) == slowlyContains(text, number),
                    "what the filter says of " + number);
        }
        return true;
    }

    private static boolean slowlyContains(String text, long number) {
        // The library's filter of an empty set: as many hashes as no machine has time for.
        if (text.isEmpty() || first(HASHES, text).length() > 3) {
            return false;
        }
        BigInteger bits = new BigInteger(first(BITS, text));
        byte[] data = Base64.getUrlDecoder().decode(first(DATA, text));
        BitSet words = new BitSet();
        for (int i = 0; i < (data.length - 8) * 8; i++) {
            int inWord = i % 64;
            boolean set = (data[8 + i / 64 * 8 + 7 - inWord / 8] >> inWord % 8 & 1) == 1;
            words.set(i, set);
        }
        BigInteger[] hash = ReferenceMurmur3.bloomHashes(number);
        for (int i = 0; i < Integer.parseInt(first(HASHES, text)); i++) {
            BigInteger step = BigInteger.valueOf(i).multiply(hash[2 + (i + i % 2) % 4 / 2]);
            BigInteger place = hash[i % 2].add(step).mod(WORD).mod(bits);
            if (!words.get(place.intValueExact())) {
                return false;
            }
        }
        return true;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Expect.that(matcher.find(), "an accepted filter has " + pattern);
        return matcher.group(1);
    }
}
