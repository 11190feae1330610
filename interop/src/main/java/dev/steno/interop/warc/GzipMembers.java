package dev.steno.interop.warc;

import dev.steno.interop.message.LookAheadInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of gzip members one behind the other (RFC 1952, 2.2). A damaged member ends the stream for the moment; {@link #resume} goes
 * on with the next one that can be found. For one thread.
 */
final class GzipMembers extends InputStream {
    private static final String MAGIC = "\u001F\u008B\u0008";
    private static final int NAME_OR_COMMENT = 0x18;
    private static final int LONGEST_NAME = 64 << 10;

    private final LookAheadInput in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] input = new byte[8 << 10];
    private boolean inside;
    private boolean damaged;

    GzipMembers(LookAheadInput in) {
        this.in = in;
    }

    /** Goes on behind damage; false at the end, or if there is no damage. */
    boolean resume() throws IOException {
        if (!damaged) {
            return false;
        }
        damaged = false;
        inside = false;
        while (!in.startsWith(MAGIC)) {
            if (in.read() < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!damaged && length > 0) {
            if (!inside && !begin()) {
                return -1;
            }
            try {
                int n = inflater.inflate(to, offset, length);
                if (n > 0) {
                    sum.update(to, offset, n);
                    return n;
                }
                if (inflater.finished()) {
                    end();
                } else if (inflater.needsDictionary() || !feed()) {
                    damaged = true;
                }
            } catch (DataFormatException e) {
                in.unread(inflater.getRemaining()); // the next member may be in it
                damaged = true;
            }
        }
        return length == 0 ? 0 : -1;
    }

    private boolean feed() throws IOException {
        int n = in.read(input);
        if (n < 0) {
            return false;
        }
        inflater.setInput(input, 0, n);
        return true;
    }

    /** Begins the next member; false at the end. Sets damage if what follows is none. */
    private boolean begin() throws IOException {
        if (in.peek(0) < 0) {
            return false;
        }
        if (!in.startsWith(MAGIC)) {
            damaged = true;
            return false;
        }
        byte[] head = in.readNBytes(10);
        int flags = head.length < 10 ? 0 : head[3] & 0xFF;
        if ((flags & 4) != 0) {
            int low = in.read();
            int high = in.read();
            in.skip(low < 0 || high < 0 ? 0 : low | high << 8);
        }
        for (int bit = 8; bit <= NAME_OR_COMMENT - 8; bit <<= 1) {
            if ((flags & bit) != 0) {
                skipText();
            }
        }
        if ((flags & 2) != 0) {
            in.skip(2);
        }
        inflater.reset();
        sum.reset();
        inside = true;
        return true;
    }

    private void skipText() throws IOException {
        for (int i = 0; i < LONGEST_NAME; i++) {
            if (in.read() <= 0) {
                return;
            }
        }
    }

    private void end() throws IOException {
        // of the next member
        in.unread(inflater.getRemaining());
        byte[] trailer = in.readNBytes(8);
        inside = false;
        damaged = trailer.length < 8 || crc(trailer) != sum.getValue();
    }

    private static long crc(byte[] trailer) {
        return trailer[0] & 0xFF | (trailer[1] & 0xFF) << 8 | (trailer[2] & 0xFF) << 16 | (trailer[3] & 0xFFL) << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
