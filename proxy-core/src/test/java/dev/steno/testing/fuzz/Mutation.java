package dev.steno.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes valid bytes at random: flips bits, removes, repeats or moves ranges, and inserts tokens that have a meaning
 * to the parser.
 *
 * @param tokens byte sequences that have a meaning to the parser under test
 */
public record Mutation(List<byte[]> tokens) {
    private static final byte[] EDGES = {0, 1, 9, 10, 13, 32, 34, 44, 58, 59, 127, (byte) 128, (byte) 255};

    public static Mutation with(String... tokens) {
        return new Mutation(Arrays.stream(tokens)
                .map(token -> token.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    /** Returns the bytes after up to four changes; in one case of five, without a change. */
    public byte[] of(byte[] sound, Random random) {
        byte[] bytes = sound;
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return token(random);
        }
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(bytes.length - at, random.nextBoolean() ? 4 : 64));
        return switch (random.nextInt(8)) {
            case 0 -> replaced(bytes, at, 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
            case 1 -> replaced(bytes, at, 1, new byte[] {EDGES[random.nextInt(EDGES.length)]});
            case 2 -> replaced(bytes, at, length, new byte[0]);
            case 3 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 4 -> {
                int from = random.nextInt(bytes.length);
                yield replaced(bytes, at, 0, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
            }
            case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : replaced(bytes, at, 0, token(random));
            case 6 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                yield replaced(bytes, at, length, noise);
            }
            default -> replaced(bytes, at, random.nextInt(length + 1), token(random));
        };
    }

    private byte[] token(Random random) {
        return tokens.isEmpty() ? new byte[] {0} : tokens.get(random.nextInt(tokens.size()));
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, at);
        all.writeBytes(by);
        all.write(bytes, at + length, bytes.length - at - length);
        return all.toByteArray();
    }
}
