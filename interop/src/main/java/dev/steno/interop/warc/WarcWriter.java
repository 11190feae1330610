package dev.steno.interop.warc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.binary.Base32;

/**
 * Writes records, each as a gzip member. The length and the digests of a block stand before it: a block of up to {@value #KEPT} bytes is
 * kept in memory until they are known, and a longer one is read a second time. For one thread.
 */
final class WarcWriter implements AutoCloseable {
    /** Longest block in memory, in bytes. */
    private static final int KEPT = 512 << 10;

    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final MemberThread compressing = new MemberThread();

    WarcWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the description of the archive. */
    void writeInfo(String fields) throws IOException {
        byte[] block = fields.getBytes(StandardCharsets.UTF_8);
        WarcFields head = WarcFields.now("warcinfo").add("Content-Type", "application/warc-fields");
        try (OutputStream member = new Member(out, Deflater.BEST_SPEED)) {
            writeHead(head.add("Content-Length", Integer.toString(block.length)), member);
            member.write(block);
            member.write(END);
        }
    }

    /** Writes a record. */
    void write(WarcFields head, HttpBlock block) throws IOException {
        MessageDigest whole = sha1();
        MessageDigest payload = sha1();
        Kept kept = new Kept();
        Counted counted = new Counted(new DigestOutputStream(kept, whole));
        block.writeHead(counted);
        long headLength = counted.length;
        block.writeBody(block.isChunked() ? counted : new Counted(new DigestOutputStream(counted, payload)));
        head.add("WARC-Block-Digest", text(whole));
        // readers disagree on whether framing is part of the payload, so that a framed one has no digest
        if (!block.isChunked() && counted.length > headLength) {
            head.add("WARC-Payload-Digest", text(payload));
        }
        head.add("Content-Length", Long.toString(counted.length));
        int level = block.isCompressed() ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED;
        if (counted.length <= KEPT) {
            compressing.submit(() -> {
                try (OutputStream member = new Member(out, level)) {
                    writeHead(head, member);
                    kept.writeTo(member);
                    member.write(END);
                }
            });
        } else {
            compressing.await();
            writeLong(head, block, counted.length, level);
        }
    }

    private void writeLong(WarcFields head, HttpBlock block, long length, int level) throws IOException {
        try (OutputStream member = new Member(out, level)) {
            writeHead(head, member);
            Counted second = new Counted(member);
            block.writeHead(second);
            block.writeBody(second);
            if (second.length != length) {
                throw new IOException("a body has another length when it is read again");
            }
            member.write(END);
        }
    }

    /**
     * Waits until all records are written.
     *
     * @throws IOException if one could not be written
     */
    void finish() throws IOException {
        compressing.await();
    }

    /** Ends the writing; the stream is not used any more, and stays open. */
    @Override
    public void close() {
        compressing.close();
    }

    private static void writeHead(WarcFields head, OutputStream to) throws IOException {
        to.write(head.toString().getBytes(StandardCharsets.UTF_8));
        to.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MessageDigest digest) {
        return "sha1:" + new Base32().encodeToString(digest.digest());
    }

    /** A gzip member; closing it leaves the stream below open. */
    private static final class Member extends GZIPOutputStream {
        Member(OutputStream out, int level) throws IOException {
            super(out, 1 << 13);
            def.setLevel(level);
        }

        @Override
        public void close() throws IOException {
            try {
                finish();
            } finally {
                def.end();
            }
        }
    }

    /** The first bytes of a block. */
    private static final class Kept extends OutputStream {
        private byte[] bytes = new byte[1 << 10];
        private int filled;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            int taken = Math.min(count, KEPT - filled);
            if (filled + taken > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(KEPT, Math.max(filled + taken, 2 * bytes.length)));
            }
            System.arraycopy(from, offset, bytes, filled, taken);
            filled += taken;
        }

        void writeTo(OutputStream to) throws IOException {
            to.write(bytes, 0, filled);
        }
    }

    private static final class Counted extends FilterOutputStream {
        private long length;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            length++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
            length += count;
        }
    }
}
