package dev.steno.net.http1;

import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;

/** The line before a chunk (RFC 9112, 7.1). Extensions are for one connection and are dropped. */
final class ChunkSize {
    private ChunkSize() {}

    /**
     * The size in bytes; 0 for the last chunk.
     *
     * @param lenient whether blanks behind the size are read, as curl and browsers read them
     */
    static long of(String line, boolean lenient, ParseRemarks odd) throws MalformedMessage {
        long size = 0;
        int at = 0;
        for (; at < line.length(); at++) {
            int digit = line.charAt(at) < 128 ? Character.digit(line.charAt(at), 16) : -1;
            if (digit < 0) {
                break;
            }
            if (size >= 1L << 58) { // one digit more would not fit into 63 bits with room for what counts it
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
            throw new MalformedMessage("the size of a chunk is no number: " + ParseRemarks.quoted(line));
        }
        if (at > end) {
            odd.framing("blanks behind the size of a chunk");
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
