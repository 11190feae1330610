package dev.steno.interop.zap;

import dev.steno.interop.message.LookAheadInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** The text up to a line that begins the response, or the next message. That line is not read. For one thread. */
final class ZapText extends InputStream {
    /** Upper bound on the bytes of a line that begins a message. */
    static final int LONGEST_MARK = 64;

    /** The line before a message, which may be the last of the file; the group is the message's number. */
    static final Pattern MESSAGE = Pattern.compile("={3,4} ?(\\d{1,18}) ?={10}[ \\t]*\\r?(?:\\n|$)");

    private static final Pattern RESPONSE = Pattern.compile("HTTP/[0-9.]{1,3} [1-9][0-9]{2}(?:[ \\r\\n]|$)");

    /** Where a text ends. */
    enum Until {
        RESPONSE,
        MESSAGE
    }

    private final LookAheadInput in;
    private final Until until;
    private boolean headOnly;
    private boolean lineBegins = true;
    private boolean lineEmpty = true;
    private boolean first = true;
    private boolean ended;

    ZapText(LookAheadInput in, Until until) {
        this.in = in;
        this.until = until;
    }

    /** Ends the text behind its first empty line, too. */
    ZapText headOnly() {
        headOnly = true;
        return this;
    }

    @Override
    public int read() throws IOException {
        if (ended || lineBegins && isEnd()) {
            ended = true;
            return -1;
        }
        first = false;
        int b = in.read();
        lineBegins = b == '\n';
        if (b == '\n') {
            ended = headOnly && lineEmpty;
            lineEmpty = true;
        } else if (b != '\r') {
            lineEmpty = false;
        }
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = read();
            if (b < 0) {
                return n == 0 && length > 0 ? -1 : n;
            }
            to[offset + n++] = (byte) b;
        }
        return n;
    }

    private boolean isEnd() throws IOException {
        int b = in.peek(0);
        if (b == '=') {
            return MESSAGE.matcher(in.lookingAt(LONGEST_MARK)).lookingAt();
        }
        // a head may begin with a status line, and is then read
        boolean inHead = headOnly && first;
        return b < 0
                || until == Until.RESPONSE
                        && !inHead
                        && b == 'H'
                        && RESPONSE.matcher(in.lookingAt(16)).lookingAt();
    }

    /** Reads up to the end and returns the number of bytes that are not white space. */
    long skipRest() throws IOException {
        long visible = 0;
        int b;
        while ((b = read()) >= 0) {
            visible += b > ' ' ? 1 : 0;
        }
        return visible;
    }
}
