package dev.steno.web.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range that a request asks for (RFC 9110, 14.2). Immutable.
 *
 * @param first offset of the first byte; -1 for the last {@code last} bytes
 * @param last offset of the last byte; {@link Long#MAX_VALUE} for the end
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    /** Returns the range of a field's value; empty if it has several, or is none: then all is sent. */
    static Optional<ByteRange> parse(String value) {
        Matcher one = ONE.matcher(value);
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return Optional.empty();
        }
        long first = one.group(1).isEmpty() ? -1 : Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    /** Returns the same range of a body whose size is known: its ends are offsets. */
    ByteRange within(long size) {
        return first < 0
                ? new ByteRange(last == 0 ? size : Math.max(0, size - last), size - 1)
                : new ByteRange(first, Math.min(last, size - 1));
    }

    boolean isEmpty() {
        return first > last;
    }

    /** Returns the number of bytes; {@link Long#MAX_VALUE} from the start to an end that is not known. */
    long length() {
        long behindFirst = last - first;
        return behindFirst == Long.MAX_VALUE ? behindFirst : behindFirst + 1;
    }
}
