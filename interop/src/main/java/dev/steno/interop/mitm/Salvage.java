package dev.steno.interop.mitm;

import dev.steno.interop.intake.ImportSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Looks for the next item behind damage: a length, and a dictionary that begins with a key that the state of a flow begins
 * with. Stateless.
 */
final class Salvage {
    /** The keys of a flow; what begins with one of others is a part of a flow. */
    private static final Set<String> KEYS = Set.of(
            "version",
            "type",
            "id",
            "error",
            "client_conn",
            "server_conn",
            "intercepted",
            "is_replay",
            "marked",
            "metadata",
            "comment",
            "timestamp_created",
            "backup",
            "request",
            "response",
            "websocket",
            "messages",
            "mode");

    /** Longest beginning of an item: 12 digits, 2 digits, the longest key, two colons and a tag. */
    private static final int WINDOW = 40;

    private static final int LENGTH_DIGITS = 12;

    private Salvage() {}

    /** Returns where an item may begin, at or behind a position; -1 if there is none. */
    static long next(ImportSource source, long from) throws IOException {
        try (InputStream opened = source.open();
                BufferedInputStream in = new BufferedInputStream(opened)) {
            in.skipNBytes(from);
            byte[] window = new byte[WINDOW];
            int filled = 0;
            long offset = from;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (filled == WINDOW) {
                    System.arraycopy(window, 1, window, 0, WINDOW - 1);
                    filled--;
                }
                window[filled++] = (byte) next;
                offset++;
                int length = next == ';' || next == ',' ? beginning(window, filled) : 0;
                if (length > 0) {
                    return offset - length;
                }
            }
            return -1;
        } catch (EOFException | ZipException e) {
            return -1; // the file ends, or the compression around it is damaged
        }
    }

    /** Returns how many bytes at the end of the window are the beginning of an item; 0 if none are. */
    private static int beginning(byte[] window, int filled) {
        int colon = filled - 2;
        while (colon >= 0 && (window[colon] >= 'a' && window[colon] <= 'z' || window[colon] == '_')) {
            colon--;
        }
        int size = filled - 2 - colon;
        if (colon < 0 || window[colon] != ':') {
            return 0;
        }
        String key = new String(window, colon + 1, size, StandardCharsets.ISO_8859_1);
        String prefix = Integer.toString(size);
        int outer = colon - prefix.length() - 1;
        if (!KEYS.contains(key)
                || outer < 1
                || window[outer] != ':'
                || !new String(window, outer + 1, prefix.length(), StandardCharsets.ISO_8859_1).equals(prefix)) {
            return 0;
        }
        int digits = 0;
        while (digits < LENGTH_DIGITS
                && outer - 1 - digits >= 0
                && window[outer - 1 - digits] >= '0'
                && window[outer - 1 - digits] <= '9') {
            digits++;
        }
        return digits == 0 ? 0 : filled - outer + digits;
    }
}
