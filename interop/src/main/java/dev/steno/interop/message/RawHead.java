package dev.steno.interop.message;

import dev.steno.flow.Headers;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a message: its start line and its fields, in order and spelling (RFC 9112, 2.1). Lines end with LF, with or
 * without CR; a folded line continues the value before it, behind one blank (RFC 9112, 5.2); a line without a colon is a name
 * without a value. Immutable.
 *
 * @param start the start line without its end, a char for each byte
 */
public record RawHead(String start, Headers fields) {
    /**
     * Reads a head and the empty line behind it, or up to the end of the stream.
     *
     * @return null if the stream has no more bytes
     * @throws SkippedEntryException if the head is longer than the limit, in bytes
     */
    public static @Nullable RawHead read(LookAheadInput in, int limit) throws IOException, SkippedEntryException {
        String start = line(in, limit);
        if (start == null) {
            return null;
        }
        return new RawHead(start, fields(in, limit - start.length()));
    }

    /** Reads fields and the empty line behind them, or up to the end of the stream. */
    static Headers fields(LookAheadInput in, int limit) throws IOException, SkippedEntryException {
        List<String> lines = new ArrayList<>();
        int left = limit;
        String line = line(in, left);
        while (line != null && !line.isEmpty()) {
            // a line costs memory even if it is short
            left -= line.length() + 16;
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded && !lines.isEmpty()) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last) + " " + line.strip());
            } else {
                lines.add(line);
            }
            line = line(in, left);
        }
        Headers.Builder fields = Headers.builder(lines.size());
        for (String each : lines) {
            int colon = each.indexOf(':');
            if (colon < 0) {
                fields.add(each, "");
            } else {
                fields.add(each.substring(0, colon), trimmed(each, colon + 1));
            }
        }
        return fields.build();
    }

    private static @Nullable String line(LookAheadInput in, int limit) throws IOException, SkippedEntryException {
        try {
            String line = in.line(Math.max(0, limit));
            return line != null && line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        } catch (LookAheadInput.TooLongException e) {
            throw new SkippedEntryException(Loss.DAMAGED, "the head of a message " + e.getMessage());
        }
    }

    /** A value without the white space around it, which is a blank or a tab (RFC 9110, 5.5). */
    private static String trimmed(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
