package dev.steno.net.http1;

import dev.steno.net.settings.ProxySettings;
import io.netty.buffer.ByteBuf;

/**
 * Detects HTTP/1 by the first line of a stream: only a line that ends in {@code HTTP/1.x} is a request line (RFC 9112,
 * 3). Many text protocols begin with a word and a space as HTTP does (IRC, memcached, Redis, RTSP, SIP). Inspects each byte once,
 * even if the bytes arrive one by one, and does not consume them.
 *
 * <p>For one stream, whose bytes must all stay readable until the result is known. On its event loop.
 */
public final class RequestLineDetector {
    /** Upper bound on a request line, in bytes; the parser refuses a longer one. */
    private static final int LONGEST = ProxySettings.MAX_LINE;

    /** Upper bound on a method, in bytes; the longest one known to be in use has 17. */
    private static final int LONGEST_METHOD = 24;

    /** The end of a request line without the minor version. */
    private static final String VERSION = "HTTP/1.";

    private int seen;
    private boolean inMethod = true;

    /** What the line is. */
    public enum Kind {
        HTTP,
        OTHER,
        /** The line is incomplete and could be either. */
        OPEN
    }

    /** Continues where the previous call stopped. */
    public Kind look(ByteBuf bytes) {
        for (; seen < bytes.readableBytes(); seen++) {
            byte b = bytes.getByte(bytes.readerIndex() + seen);
            if (b == '\n') {
                return isRequestLine(bytes) ? Kind.HTTP : Kind.OTHER;
            }
            if (seen >= LONGEST || inMethod && !fitsMethod(b)) {
                return Kind.OTHER;
            }
            inMethod &= b != ' ';
        }
        return Kind.OPEN;
    }

    /** Whether this byte can continue or end a method. The rest is checked once the line is complete. */
    private boolean fitsMethod(byte b) {
        return seen < LONGEST_METHOD && (isToken(b) || b == ' ' && seen > 0);
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'A' && b <= 'Z'
                || b >= 'a' && b <= 'z'
                || "!#$%&'*+-.^_`|~".indexOf((char) b) >= 0;
    }

    private boolean isRequestLine(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int end = start + seen;
        while (end > start && isBlank(bytes.getByte(end - 1))) {
            end--;
        }
        int version = end;
        while (version > start && bytes.getByte(version - 1) >= '0' && bytes.getByte(version - 1) <= '9') {
            version--;
        }
        int from = version - VERSION.length();
        if (version == end || from < start) {
            return false;
        }
        for (int i = 0; i < VERSION.length(); i++) {
            if (bytes.getByte(from + i) != VERSION.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == '\r' || b == ' ' || b == '\t';
    }
}
