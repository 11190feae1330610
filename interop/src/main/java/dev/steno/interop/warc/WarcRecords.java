package dev.steno.interop.warc;

import dev.steno.flow.Headers;
import dev.steno.interop.intake.BoundedInflation;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.message.LookAheadInput;
import dev.steno.interop.message.RawHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The records of an archive, one behind the other. Where a record does not end as it should, or bytes are no record, the next line
 * with a version is looked for: damage costs the records that it is in. For one thread.
 */
final class WarcRecords implements AutoCloseable {
    /** How far a compressed file is read ahead of the bytes that came out. */
    private static final long READ_AHEAD = 128 << 10;

    private final ImportSource source;
    private final ImportLimits limits;
    private final @Nullable GzipMembers members;
    private LookAheadInput in;
    private @Nullable Block block;
    private String firstFault = "";
    private long faults;
    private long number;

    WarcRecords(InputStream raw, ImportSource source) throws IOException {
        this.source = source;
        this.limits = source.limits();
        LookAheadInput bytes = new LookAheadInput(raw);
        this.members = bytes.startsWith("\u001F\u008B") ? new GzipMembers(bytes) : null;
        this.in = members == null ? bytes : new LookAheadInput(members);
    }

    /**
     * A record.
     *
     * @param place where it is in the file
     * @param block its bytes; to be read before the next record is asked for
     */
    record Found(Headers fields, String place, Block block) {}

    /** Returns the next record; null at the end. */
    @Nullable
    Found next() throws IOException {
        finishBlock();
        while (true) {
            int skipped = toVersion();
            if (skipped > 0) {
                fault();
            }
            if (in.peek(0) < 0) {
                if (members == null || !members.resume()) {
                    return null;
                }
                fault();
                in = new LookAheadInput(members);
                continue;
            }
            number++;
            try {
                RawHead head = RawHead.read(in, limits.head());
                long length = head == null ? -1 : length(head.fields());
                if (head == null || length < 0) {
                    fault();
                    continue;
                }
                Block next = new Block(length);
                block = next;
                return new Found(head.fields(), "record " + number, next);
            } catch (SkippedEntryException e) {
                fault();
            }
        }
    }

    /** Returns how often bytes were passed over, or missing. */
    long faults() {
        return faults;
    }

    /** Returns where it was first so. */
    String firstFault() {
        return firstFault;
    }

    private void fault() {
        faults++;
        if (firstFault.isEmpty()) {
            String about = members == null ? "" : "about ";
            firstFault =
                    about + "byte " + (members == null ? in.consumed() : source.bytesRead()) + ", record " + number;
        }
    }

    private void finishBlock() throws IOException {
        if (block == null) {
            return;
        }
        block.transferTo(OutputStream.nullOutputStream());
        if (block.isCut()) {
            fault();
        }
        block = null;
    }

    /** Goes to the next line with a version and returns the number of bytes before it that are no line ends. */
    private int toVersion() throws IOException {
        int skipped = 0;
        boolean lineBegins = true;
        while (in.peek(0) >= 0) {
            if (lineBegins && isVersion()) {
                return skipped;
            }
            int b = in.read();
            lineBegins = b == '\n';
            skipped += b == '\n' || b == '\r' || skipped == Integer.MAX_VALUE ? 0 : 1;
        }
        return skipped;
    }

    private boolean isVersion() throws IOException {
        int b = in.peek(0);
        return (b == 'W' || b == 'w')
                && in.lookingAt(6).toUpperCase(Locale.ROOT).startsWith("WARC/")
                && Character.isDigit(in.peek(5));
    }

    private static long length(Headers fields) {
        String value = fields.get("Content-Length");
        return value != null && value.matches("[0-9]{1,15}") ? Long.parseLong(value) : -1;
    }

    @Override
    public void close() {
        if (members != null) {
            members.close();
        }
    }

    /** The bytes of a record. */
    final class Block extends InputStream {
        private final InputStream bytes;
        private long left;
        private boolean cut;

        Block(long length) {
            left = length;
            long before = source.bytesRead();
            bytes = members == null
                    ? in
                    : new BoundedInflation(
                            in, () -> source.bytesRead() - before + READ_AHEAD, limits, "record " + number);
        }

        /** Whether the file had fewer bytes than the record says. */
        boolean isCut() {
            return cut;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0 || cut) {
                return -1;
            }
            int n = bytes.read(to, offset, (int) Math.min(length, left));
            if (n < 0) {
                cut = true;
                return -1;
            }
            left -= n;
            return n;
        }
    }
}
