package dev.steno.compare;

import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares bytes as streams: their sizes, their hashes and their first difference. Stateless. */
final class ByteDifferences {
    private static final int SHOWN = 16;
    private static final int BLOCK = 64 << 10;

    private ByteDifferences() {}

    /**
     * Reads streams to their end, or to a bound, and returns rows of what differs; none if they are equal. Their hashes are
     * missing if the bound was reached.
     *
     * @param most upper bound on the bytes read of each
     */
    static List<ComparedRow> compare(List<InputStream> streams, long most) throws IOException {
        List<MessageDigest> digests = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            digests.add(sha256());
        }
        long[] sizes = new long[streams.size()];
        byte[][] blocks = new byte[streams.size()][];
        ComparedRow first = null;
        boolean ended = false;
        for (long base = 0; base < most && !ended; base += BLOCK) {
            ended = true;
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = streams.get(i).readNBytes(BLOCK);
                sizes[i] += blocks[i].length;
                digests.get(i).update(blocks[i]);
                ended &= blocks[i].length < BLOCK;
            }
            int at = first == null ? firstDifference(blocks) : -1;
            first = at >= 0 ? row(base, at, blocks) : first;
        }
        if (first == null) {
            return List.of();
        }
        List<ComparedRow> rows = new ArrayList<>();
        if (ended) {
            List<@Nullable String> shownSizes = new ArrayList<>();
            List<@Nullable String> hashes = new ArrayList<>();
            for (int i = 0; i < sizes.length; i++) {
                shownSizes.add(Quantity.bytes(sizes[i]));
                hashes.add("sha-256 " + HexFormat.of().formatHex(digests.get(i).digest()));
            }
            boolean sameSize = Arrays.stream(sizes).allMatch(size -> size == sizes[0]);
            rows.add(new ComparedRow("size", shownSizes, sameSize));
            rows.add(ComparedRow.of("hash", hashes));
        }
        rows.add(first);
        return rows;
    }

    /** Returns bytes as pairs of digits, with a sign behind them if there are more. */
    static String hex(byte[] data, int from, int most) {
        int to = Math.min(data.length, from + most);
        return HexFormat.ofDelimiter(" ").formatHex(data, from, to) + (to < data.length ? " \u2026" : "");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    private static ComparedRow row(long base, int at, byte[][] blocks) {
        List<@Nullable String> values = new ArrayList<>();
        for (byte[] block : blocks) {
            values.add(
                    at >= block.length
                            ? null
                            : hex(Arrays.copyOf(block, Math.min(block.length, at + SHOWN)), at, SHOWN));
        }
        return new ComparedRow(String.format(Locale.ROOT, "first difference, at byte %,d", base + at), values, false);
    }

    private static int firstDifference(byte[][] blocks) {
        int first = -1;
        for (int i = 1; i < blocks.length; i++) {
            int at = Arrays.mismatch(blocks[0], blocks[i]);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }
}
