package dev.steno.interop.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file in UTF-16 as UTF-8. A surrogate without its other half becomes three bytes. For one thread. */
final class Utf16Input extends InputStream {
    private final InputStream in;
    private final boolean bigEndian;
    private final byte[] pending = new byte[4];
    private int at;
    private int filled;
    private int ahead = -1;

    Utf16Input(InputStream in, boolean bigEndian) {
        this.in = new BufferedInputStream(in);
        this.bigEndian = bigEndian;
    }

    /** Returns the order of bytes of a file that begins so: with its mark, or with a zero byte of two; null if it is not UTF-16. */
    static @Nullable Boolean bigEndian(int first, int second) {
        if (first == 0xFE && second == 0xFF || first == 0 && second > 0) {
            return true;
        }
        return first == 0xFF && second == 0xFE || first > 0 && second == 0 ? false : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (at == filled && (done > 0 && in.available() == 0 || !encodeNext())) {
                break;
            }
            while (at < filled && done < length) {
                to[offset + done++] = pending[at++];
            }
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    private boolean encodeNext() throws IOException {
        int unit = ahead >= 0 ? ahead : unit();
        ahead = -1;
        if (unit < 0) {
            return false;
        }
        int point = unit;
        if (Character.isHighSurrogate((char) unit)) {
            int low = unit();
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                point = Character.toCodePoint((char) unit, (char) low);
            } else {
                ahead = low;
            }
        }
        at = 0;
        filled = JsonStrings.encode(point, pending);
        return true;
    }

    private int unit() throws IOException {
        int first = in.read();
        int second = in.read();
        if (second < 0) {
            return -1;
        }
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
