package dev.steno.search;

import java.io.ByteArrayOutputStream;

/** Encodes ascending numbers as the distances between them (LEB128), the first one from -1. Stateless. */
public final class DistanceCodec {
    private DistanceCodec() {}

    public static byte[] encode(long[] ascending) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ascending.length * 2);
        long last = -1;
        for (long number : ascending) {
            Leb128.write(number - last, out);
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
        Leb128.Reader distances = new Leb128.Reader(bytes);
        for (int i = 0; i < count; i++) {
            last += distances.next();
            numbers[i] = last;
        }
        return numbers;
    }
}
