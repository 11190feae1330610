package dev.steno.net.http1;

import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;

/** The line before a chunk (RFC 9112, 7.1). Extensions apply to one connection only and are dropped. Stateless; any thread. */
final class ChunkSize {
    private ChunkSize() {}

    /**
     * The size in bytes; 0 for the last chunk.
     *
     * @param lenient whether blanks after the size are accepted, as curl and browsers do
     */
    static long of(String line, boolean lenient, ParseRemarks odd) throws MalformedMessage {
        long size = 0;
        int at = 0;
        for (; at < line.length(); at++) {
            int digit = line.charAt(at) < 128 ? Character.digit(line.charAt(at), 16) : -1;
            if (digit < 0) {
                break;
            }
            if (size >= 1L << 58) { // a further digit could overflow a 64-bit count of the bytes read
                throw new MalformedMessage("the size of a chunk is too large: " + ParseRemarks.quoted(line));
            }
            size = size << 4 | digit;
        }
        int end = at;
        while (at < line.length() && FieldSection.isBlank(line.charAt(at))) {
            at++;
        }
        boolean extended = at < line.length() && line.charAt(at) == ';';
        if (end == 0 || at < line.length() && !extended || at > end && !lenient) {
            throw new MalformedMessage("the size of a chunk is not a hexadecimal number: " + ParseRemarks.quoted(line));
        }
        if (at > end) {
            odd.framing("blanks after the size of a chunk");
        }
        if (extended && line.indexOf('\r') >= 0) {
            if (!lenient) {
                throw new MalformedMessage("a bare carriage return in a chunk extension");
            }
            odd.framing("a bare carriage return in a chunk extension");
        }
        return size;
    }
}
