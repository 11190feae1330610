package dev.steno.interop.intake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file, by which its format is recognised. Immutable.
 *
 * @param start up to {@link #LENGTH} bytes, after gzip or zlib around the whole file was removed; not to be modified
 * @param whole whether the file has no more bytes
 * @param entries names of the entries of a ZIP file, as they are written; empty if it is none
 * @param file null if a pipe is read
 */
public record Preamble(
        byte[] start,
        boolean whole,
        List<String> entries,
        @Nullable Path file) {
    /** Upper bound on the bytes. */
    public static final int LENGTH = 64 << 10;

    /** Returns the bytes as ISO 8859-1, without a byte order mark of UTF-8. */
    public String text() {
        int skipped = start.length >= 3 && (start[0] & 0xFF) == 0xEF && (start[1] & 0xFF) == 0xBB ? 3 : 0;
        return new String(start, skipped, start.length - skipped, StandardCharsets.ISO_8859_1);
    }

    /** Whether the file begins with these characters, each of which is a byte. */
    public boolean startsWith(String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (start.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (start[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file is a ZIP file. */
    public boolean isZip() {
        return startsWith("PK\u0003\u0004") || startsWith("PK\u0005\u0006");
    }

    /** Whether an entry of the ZIP file has such a name; {@code \} in names is read as {@code /}. */
    public boolean hasEntry(Predicate<String> name) {
        return entries.stream().map(each -> each.replace('\\', '/')).anyMatch(name);
    }
}
