package dev.steno.search;

import java.io.ByteArrayOutputStream;

/** Encodes ascending numbers as the distances between them (LEB128), the first one from -1. Stateless. */
public final class DistanceCodec {
    private DistanceCodec() {}

    public static byte[] encode(long[] ascending) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ascending.length * 2);
        long last = -1;
        for (long number : ascending) {
            long left = number - last;
            while (left >= 0x80) {
                out.write((int) (left & 0x7F | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
            last = number;
        }
        return out.toByteArray();
    }

    public static long[] decode(byte[] bytes) {
        int count = 0;
        for (byte b : bytes) {
            count += b >= 0 ? 1 : 0;
        }
        long[] numbers = new long[count];
        long last = -1;
        int at = 0;
        for (int i = 0; i < count; i++) {
            long distance = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                distance |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    break;
                }
            }
            last += distance;
            numbers[i] = last;
        }
        return numbers;
    }
}
