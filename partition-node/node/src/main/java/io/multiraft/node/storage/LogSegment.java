package io.multiraft.node.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads a log segment as Ratis 3.3 writes it: eight bytes of header, then records of (varint
 * length, that many bytes, CRC-32C of both), then zeros up to the preallocated size.
 */
final class LogSegment {

    static final int HEADER_BYTES = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int SECTOR_BYTES = 512;

    /** What a scan from the first record to the first one that is not good found. */
    enum State {
        /** Good records, then zeros or the end of the file. */
        WHOLE,
        /** The last record was not written to its end; nothing follows it. */
        TORN,
        /** A record is damaged in another way than by a write that was cut off. */
        DAMAGED
    }

    /**
     * What was found.
     *
     * @param records good ones, from the start
     * @param goodBytes where the last good record ends
     */
    record Scan(State state, int records, int goodBytes) {}

    private final ByteBuffer file;
    private final int end;

    /** Where the zeros that reach to the end of the file begin. */
    private final int zerosFrom;

    private LogSegment(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
        end = bytes.length;
        int zeros = end;
        while (zeros > 0 && bytes[zeros - 1] == 0) {
            zeros--;
        }
        zerosFrom = zeros;
    }

    static Scan scan(byte[] bytes) {
        return new LogSegment(bytes).scan();
    }

    private Scan scan() {
        int records = 0;
        int position = Math.min(HEADER_BYTES, end);
        while (position < zerosFrom) {
            int recordEnd = recordEnd(position);
            if (recordEnd <= end && checksumFits(position, recordEnd)) {
                records++;
                position = recordEnd;
            } else {
                State state = torn(position, recordEnd) ? State.TORN : State.DAMAGED;
                return new Scan(state, records, position);
            }
        }
        return new Scan(State.WHOLE, records, position);
    }

    /** Past the end of the file when the file, or the length itself, ends too early. */
    private int recordEnd(int position) {
        long length = 0;
        for (int i = 0; i < 5; i++) {
            if (position + i >= end) {
                return Integer.MAX_VALUE;
            }
            byte next = file.get(position + i);
            length |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                long recordEnd = position + i + 1 + length + CHECKSUM_BYTES;
                return (int) Math.min(recordEnd, Integer.MAX_VALUE);
            }
        }
        return Integer.MAX_VALUE;
    }

    private boolean checksumFits(int position, int recordEnd) {
        CRC32C checksum = new CRC32C();
        checksum.update(file.array(), position, recordEnd - CHECKSUM_BYTES - position);
        return file.getInt(recordEnd - CHECKSUM_BYTES) == (int) checksum.getValue();
    }

    /**
     * A write that was cut off leaves a record whose end was never written: the file ends in it, or
     * it ends in zeros, of a whole sector or where the checksum should be, as everything after it
     * does.
     */
    private boolean torn(int position, int recordEnd) {
        if (recordEnd > end) {
            return zerosFrom == end || endsInZeros(position, end);
        }
        return zerosFrom < recordEnd && endsInZeros(position, recordEnd);
    }

    private boolean endsInZeros(int position, int recordEnd) {
        int lastSector = (recordEnd - 1) / SECTOR_BYTES * SECTOR_BYTES;
        return recordEnd - zerosFrom >= CHECKSUM_BYTES
                || (lastSector > position && zerosFrom <= lastSector);
    }
}
