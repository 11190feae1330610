package dev.steno.stats;

import dev.steno.filter.Regex;
import java.nio.charset.StandardCharsets;

/**
 * A path in which the segments that differ from item to item are folded: {@code /items/17?a=b} becomes
 * {@code /items/{n}}. Stateless.
 */
public final class PathTemplate {
    public static final String NUMBER = "{n}";
    public static final String UUID = "{uuid}";
    public static final String HASH = "{hash}";

    private static final int UUID_LENGTH = 36;
    private static final int HASH_LENGTH = 16;
    private static final byte[] NUMBER_BYTES = {'{', 'n', '}'};
    private static final byte[] UUID_BYTES = {'{', 'u', 'u', 'i', 'd', '}'};
    private static final byte[] HASH_BYTES = {'{', 'h', 'a', 's', 'h', '}'};

    private PathTemplate() {}

    /** Returns the template of a path; the query is omitted. */
    public static String of(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        KeyBuffer key = new KeyBuffer();
        fold(bytes, 0, bytes.length, key);
        return new String(key.bytes(), 0, key.length(), StandardCharsets.ISO_8859_1);
    }

    /** Appends the template of a path to a key. The query is omitted. */
    static void fold(byte[] bytes, int start, int length, KeyBuffer to) {
        int end = start + lengthWithoutQuery(bytes, start, length);
        int segment = start;
        for (int i = start; i <= end; i++) {
            if (i == end || bytes[i] == '/') {
                segment(bytes, segment, i, to);
                if (i < end) {
                    to.put('/');
                }
                segment = i + 1;
            }
        }
    }

    /** Returns the length of a path up to its query. */
    static int lengthWithoutQuery(byte[] bytes, int start, int length) {
        int end = start;
        while (end < start + length && bytes[end] != '?') {
            end++;
        }
        return end - start;
    }

    private static void segment(byte[] bytes, int from, int to, KeyBuffer out) {
        int length = to - from;
        int digits = 0;
        int hex = 0;
        int dashes = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= '0' && b <= '9') {
                digits++;
            } else if (b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F') {
                hex++;
            } else if (b == '-') {
                dashes++;
            } else {
                out.put(bytes, from, length);
                return;
            }
        }
        if (length > 0 && digits == length) {
            out.put(NUMBER_BYTES, 0, NUMBER_BYTES.length);
        } else if (length == UUID_LENGTH && dashes == 4 && isDashed(bytes, from)) {
            out.put(UUID_BYTES, 0, UUID_BYTES.length);
        } else if (length >= HASH_LENGTH && dashes == 0 && digits > 0 && hex > 0) {
            out.put(HASH_BYTES, 0, HASH_BYTES.length);
        } else {
            out.put(bytes, from, length);
        }
    }

    /** Whether the dashes are those of a UUID (RFC 9562, 4). */
    private static boolean isDashed(byte[] bytes, int from) {
        return bytes[from + 8] == '-' && bytes[from + 13] == '-' && bytes[from + 18] == '-' && bytes[from + 23] == '-';
    }

    /**
     * Returns a regular expression for paths, with their query.
     *
     * @param folded whether the path is a template
     * @param whole whether paths that go on behind another slash do not match
     */
    static String regex(String template, boolean folded, boolean whole) {
        return regex(template, folded) + (whole ? "(\\?|$)" : "([/?]|$)");
    }

    /** Returns a regular expression for the begin of paths, which the caller completes. */
    static String regex(String template, boolean folded) {
        StringBuilder regex = new StringBuilder("^");
        String[] segments = template.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            regex.append(i == 0 ? "" : "/").append(folded ? segment(segments[i]) : Regex.quote(segments[i]));
        }
        return regex.toString();
    }

    private static String segment(String template) {
        return switch (template) {
            case NUMBER -> "[0-9]+";
            case UUID -> "[0-9a-fA-F-]{36}";
            case HASH -> "[0-9a-fA-F]{16,}";
            default -> Regex.quote(template);
        };
    }
}
