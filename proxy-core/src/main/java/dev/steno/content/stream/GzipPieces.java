package dev.steno.content.stream;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** Decodes a sequence of gzip members (RFC 1952, 2.2) as pieces arrive. */
final class GzipPieces extends DecodingPieces {
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int FIXED = 10;
    private static final int TRAILER = 8;

    /** What follows in the input. */
    private enum Part {
        HEADER,
        DATA,
        TRAILER,
        NEXT_MEMBER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private Part part = Part.HEADER;

    GzipPieces() {
        super("gzip");
    }

    @Override
    int decode(byte[] into) throws IOException {
        while (true) {
            switch (part) {
                case HEADER -> {
                    int length = headerLength();
                    if (length < 0) {
                        return 0;
                    }
                    input.skipTo(input.at() + length);
                    part = Part.DATA;
                }
                case DATA -> {
                    int count = DeflatePieces.inflate(inflater, input, into);
                    if (count >= 0) {
                        sum.update(into, 0, count);
                        return count;
                    }
                    part = Part.TRAILER;
                }
                case TRAILER -> {
                    if (input.available() < TRAILER) {
                        return 0;
                    }
                    checkSum();
                    input.skipTo(input.at() + TRAILER);
                    inflater.reset();
                    sum.reset();
                    part = Part.NEXT_MEMBER;
                }
                case NEXT_MEMBER -> {
                    if (input.available() < 2) {
                        return 0;
                    }
                    if (unsigned(0) != 0x1F || unsigned(1) != 0x8B) {
                        return -1;
                    }
                    part = Part.HEADER;
                }
            }
        }
    }

    private int unsigned(int offset) {
        return input.bytes()[input.at() + offset] & 0xFF;
    }

    private void checkSum() throws IOException {
        long value = unsigned(0) | unsigned(1) << 8 | unsigned(2) << 16 | (long) unsigned(3) << 24;
        if (value != sum.getValue()) {
            throw new ZipException("the checksum is wrong");
        }
    }

    /** The length of the member's header; -1 if its end has not arrived. */
    private int headerLength() throws IOException {
        if (input.available() < FIXED) {
            return -1;
        }
        if (unsigned(0) != 0x1F || unsigned(1) != 0x8B || unsigned(2) != 8) {
            throw new ZipException("not in gzip format");
        }
        int flags = unsigned(3);
        int length = FIXED;
        if ((flags & 4) != 0) { // extra field
            if (input.available() < length + 2) {
                return -1;
            }
            length += 2 + unsigned(length) + (unsigned(length + 1) << 8);
        }
        for (int flag = 8; flag <= 16; flag *= 2) { // name, comment
            if ((flags & flag) != 0) {
                do {
                    if (input.available() <= length) {
                        return incomplete();
                    }
                } while (unsigned(length++) != 0);
            }
        }
        length += (flags & 2) != 0 ? 2 : 0;
        return input.available() < length ? incomplete() : length;
    }

    private int incomplete() throws IOException {
        if (input.available() > LONGEST_HEADER) {
            throw new ZipException("the header has more than " + LONGEST_HEADER + " bytes");
        }
        return -1;
    }

    @Override
    boolean mayEnd() {
        return part == Part.NEXT_MEMBER;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
