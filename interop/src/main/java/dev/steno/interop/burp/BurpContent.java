package dev.steno.interop.burp;

import dev.steno.interop.message.LookAheadInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The bytes within a request or response element. They stand in CDATA; those of a body may look like its end, so only an end that
 * the element's own end tag follows counts. For one thread.
 */
final class BurpContent extends InputStream {
    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private final LookAheadInput in;
    private final String endTag;
    private final boolean base64;
    private boolean inside;
    private boolean ended;
    private boolean cut;
    private boolean undecodable;
    private @Nullable InputStream decoded;

    /** @param in is behind the start tag; it is not closed */
    BurpContent(LookAheadInput in, String element, boolean base64) {
        this.in = in;
        this.endTag = "</" + element + ">";
        this.base64 = base64;
    }

    /** Returns the message's bytes. */
    InputStream decoded() {
        InputStream bytes = base64 ? new Lenient(Base64.getMimeDecoder().wrap(this)) : this;
        decoded = bytes;
        return bytes;
    }

    /** Goes behind the end tag. */
    void finish() throws IOException, BurpScan.CutException {
        while (read() >= 0) {
            // what the reader of the message left
        }
        if (cut) {
            throw new BurpScan.CutException();
        }
    }

    /** Whether the bytes could not be decoded to their end. */
    boolean isDamaged() {
        return undecodable;
    }

    @Override
    public int read() throws IOException {
        while (!ended) {
            int b = in.peek(0);
            if (b < 0) {
                cut = true;
                ended = true;
            } else if (!inside && b == '<') {
                open();
            } else if (inside && b == ']' && in.startsWith(CDATA_END)) {
                int next = behindBlanks();
                if (isEndTag(next) || in.lookingAt(next + CDATA.length()).endsWith(CDATA)) {
                    in.skipNBytes(CDATA_END.length());
                    inside = false;
                    continue;
                }
                return in.read();
            } else if (inside || base64 || b > ' ') {
                return in.read();
            } else {
                in.skipNBytes(1); // white space around CDATA
            }
        }
        return -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = inside && !ended ? plain() : -1;
            if (b < 0) {
                b = read();
            }
            if (b < 0) {
                return n == 0 ? -1 : n;
            }
            to[offset + n++] = (byte) b;
        }
        return n;
    }

    /** Returns the next byte if it cannot be the beginning of an end; -1 otherwise. */
    private int plain() throws IOException {
        int b = in.peek(0);
        return b < 0 || b == ']' ? -1 : in.read();
    }

    private void open() throws IOException {
        if (in.startsWith(CDATA)) {
            in.skipNBytes(CDATA.length());
            inside = true;
        } else if (in.startsWith(endTag)) {
            in.skipNBytes(endTag.length());
            ended = true;
        } else {
            in.skipNBytes(1);
        }
    }

    /** Returns the distance to what follows the end of CDATA and blanks. */
    private int behindBlanks() throws IOException {
        int at = CDATA_END.length();
        int b = in.peek(at);
        while (at < 64 && (b == ' ' || b == '\t' || b == '\r' || b == '\n')) {
            b = in.peek(++at);
        }
        return at;
    }

    private boolean isEndTag(int at) throws IOException {
        return in.lookingAt(at + endTag.length()).endsWith(endTag);
    }

    @Override
    public void close() throws IOException {
        if (decoded != null && decoded != this) {
            decoded.close();
        }
    }

    /** A decoder that takes undecodable bytes as the end. */
    private final class Lenient extends FilterInputStream {
        Lenient(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (undecodable) {
                return -1;
            }
            try {
                return super.read(to, offset, length);
            } catch (IOException e) {
                if (cut) {
                    return -1;
                }
                if (e.getClass() != IOException.class) {
                    throw e;
                }
                undecodable = true;
                return -1;
            }
        }

        @Override
        public void close() {
            // the file is read on behind this content
        }
    }
}
