package dev.steno.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.steno.filter.RequiredBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds what an expression matches, or its first group. Bytes are read as UTF-8. */
final class ExpressionFinder implements ValueFinder {
    private final int rule;
    private final String kind;
    private final Pattern pattern;
    private final byte[] prefix;
    private final @Nullable RequiredBytes required; // null if none are known
    private byte @Nullable [] searched;
    private int searchedLength;
    private @Nullable Matcher matcher;
    private int start;
    private int end;

    ExpressionFinder(int rule, String kind, Pattern pattern) {
        this.rule = rule;
        this.kind = kind;
        this.pattern = pattern;
        this.prefix = prefix(pattern.pattern()).getBytes(StandardCharsets.UTF_8);
        this.required = RequiredBytes.of(pattern.pattern());
    }

    /** The plain text with which every match begins; empty if none is known. Searching it is much faster. */
    private static String prefix(String regex) {
        int end = 0;
        while (end < regex.length()
                && (Character.isLetterOrDigit(regex.charAt(end)) || "-_=:/ ".indexOf(regex.charAt(end)) >= 0)) {
            end++;
        }
        boolean optional = end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0;
        return regex.indexOf('|') >= 0 ? "" : regex.substring(0, optional ? Math.max(0, end - 1) : end);
    }

    private int prefixFrom(byte[] data, int from, int length) {
        for (int at = from; at + prefix.length <= length; at++) {
            if (data[at] == prefix[0] && Arrays.equals(data, at, at + prefix.length, prefix, 0, prefix.length)) {
                return at;
            }
        }
        return -1;
    }

    private int begin(byte[] data, int from, int length) {
        if (prefix.length > 0) {
            return prefixFrom(data, from, length);
        }
        return required == null ? from : required.begin(data, from, length);
    }

    @Override
    public boolean find(byte[] data, int from, int length) {
        int begin = begin(data, from, length);
        if (begin < 0) {
            return false; // spares most texts the expression, which takes a hundred times as long
        }
        Matcher in = matcher;
        if (in == null || searched != data || searchedLength != length) {
            in = pattern.matcher(length == data.length ? data : Arrays.copyOf(data, length));
            matcher = in;
            searched = data;
            searchedLength = length;
        }
        for (int at = begin; at <= length && in.find(at); at = in.end() > at ? in.end() : at + 1) {
            int group = in.groupCount() > 0 && in.start(1) >= 0 ? 1 : 0;
            start = in.start(group);
            end = in.end(group);
            if (end > start && start >= from) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the bytes that were searched, which may change. */
    void forget() {
        searched = null;
        matcher = null;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int rule() {
        return rule;
    }

    @Override
    public String kind() {
        return kind;
    }
}
