package dev.steno.cli.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Pseudo-random bytes of any length, a function of a seed. The block that repeats has a prime length, so two chunks of
 * any usual size differ, and a swapped or repeated chunk is noticed.
 */
final class Bytes {
    private static final int BLOCK = 1_048_583;

    private final byte[] block = new byte[BLOCK];

    Bytes(long seed) {
        new Random(seed).nextBytes(block);
    }

    /** The first {@code length} bytes for a seed. */
    static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Writes the bytes from one offset to another. */
    void write(long from, long to, OutputStream out) throws IOException {
        for (long at = from; at < to; ) {
            int offset = (int) (at % BLOCK);
            int count = (int) Math.min(64 * 1024, Math.min(to - at, BLOCK - offset));
            out.write(block, offset, count);
            at += count;
        }
        out.flush();
    }

    /** The hash of the first {@code length} bytes. */
    String sha256(long length) throws IOException {
        MessageDigest digest = digest();
        write(0, length, new OutputStream() {
            @Override
            public void write(int one) {
                digest.update((byte) one);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                digest.update(bytes, offset, count);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a stream, read to its end. */
    static String sha256(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of an array. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Whether {@code whole} begins with {@code start}. */
    static boolean startsWith(byte[] whole, byte[] start) {
        return whole.length >= start.length && Arrays.equals(whole, 0, start.length, start, 0, start.length);
    }
}
