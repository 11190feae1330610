package dev.steno.interop.warc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.binary.Base32;

/**
 * Writes records, each as a gzip member. A block is written twice: once for its length and digests, which stand before it, and once to
 * the file. For one thread.
 */
final class WarcWriter {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;

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
        Counted counted = new Counted(new DigestOutputStream(OutputStream.nullOutputStream(), whole));
        block.writeHead(counted);
        long headLength = counted.length;
        block.writeBody(block.isChunked() ? counted : new Counted(new DigestOutputStream(counted, payload)));
        head.add("WARC-Block-Digest", text(whole));
        // readers disagree on whether framing is part of the payload, so that a framed one has no digest
        if (!block.isChunked() && counted.length > headLength) {
            head.add("WARC-Payload-Digest", text(payload));
        }
        head.add("Content-Length", Long.toString(counted.length));
        try (OutputStream member =
                new Member(out, block.isCompressed() ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED)) {
            writeHead(head, member);
            Counted second = new Counted(member);
            block.writeHead(second);
            block.writeBody(second);
            if (second.length != counted.length) {
                throw new IOException("a body has another length when it is read again");
            }
            member.write(END);
        }
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
