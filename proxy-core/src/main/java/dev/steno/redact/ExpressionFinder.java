package dev.steno.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds what an expression matches, or its first group. Bytes are read as UTF-8. */
final class ExpressionFinder implements ValueFinder {
    private final int rule;
    private final String kind;
    private final Pattern pattern;
    private byte @Nullable [] searched;
    private int searchedLength;
    private @Nullable Matcher matcher;
    private int start;
    private int end;

    ExpressionFinder(int rule, String kind, Pattern pattern) {
        this.rule = rule;
        this.kind = kind;
        this.pattern = pattern;
    }

    @Override
    public boolean find(byte[] data, int from, int length) {
        Matcher in = matcher;
        if (in == null || searched != data || searchedLength != length) {
            in = pattern.matcher(length == data.length ? data : Arrays.copyOf(data, length));
            matcher = in;
            searched = data;
            searchedLength = length;
        }
        for (int at = from; at <= length && in.find(at); at = in.end() > at ? in.end() : at + 1) {
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
