package dev.steno.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Certificate;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the protobuf wire format field by field. Only Steno writes these bytes, so any mismatch, including a wrong wire
 * type, is damage and throws. Fields with an unknown number are skipped. For one thread.
 */
final class WireReader {
    private static final int SHA_256 = 32;

    /** The first byte of the time at which a TLS session was established, and the bytes of both. */
    private static final int TIME_TAG = FlowProto.Tls.ESTABLISHED_FIELD_NUMBER << 3 | WireWriter.FIXED64;

    private static final int TIMED = 9;

    /** Reads one message to its end. */
    interface Message<T> {
        T read(WireReader in) throws IOException;
    }

    private final byte[] bytes;
    private final CodedInputStream in;
    private final CertificateSource certificates;
    private int tag;
    private int depth;

    WireReader(byte[] bytes, CertificateSource certificates) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
        this.certificates = certificates;
    }

    /** The number of the next field of the current message; 0 at its end. */
    int field() throws IOException {
        tag = in.readTag();
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Skips the current field. */
    void skip() throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("an end of a group without its start");
        }
    }

    long number() throws IOException {
        expect(WireWriter.VARINT);
        return in.readRawVarint64();
    }

    int smallNumber() throws IOException {
        expect(WireWriter.VARINT);
        return in.readRawVarint32();
    }

    long time() throws IOException {
        expect(WireWriter.FIXED64);
        return in.readRawLittleEndian64();
    }

    byte[] bytes() throws IOException {
        expect(WireWriter.LENGTH);
        return in.readByteArray();
    }

    String latin1() throws IOException {
        expect(WireWriter.LENGTH);
        int length = in.readRawVarint32();
        int from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    String text() throws IOException {
        expect(WireWriter.LENGTH);
        return in.readStringRequireUtf8();
    }

    /** Reads the numbers of a repeated field, packed or not. */
    void numbers(List<Integer> into) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireWriter.VARINT) {
            into.add(in.readRawVarint32());
            return;
        }
        expect(WireWriter.LENGTH);
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            into.add(in.readRawVarint32());
        }
        in.popLimit(outer);
    }

    Certificate certificate() throws IOException {
        byte[] sha256 = bytes();
        if (sha256.length != SHA_256) {
            throw new InvalidProtocolBufferException("a fingerprint has " + sha256.length + " bytes instead of 32");
        }
        Certificate certificate = certificates.certificate(sha256);
        if (certificate == null) {
            throw new CodecException("the flow names the certificate with SHA-256 "
                    + HexFormat.of().formatHex(sha256) + ", which the session does not have");
        }
        return certificate;
    }

    <T> T message(Message<T> message) throws IOException {
        int outer = enter();
        T value = message.read(this);
        leave(outer);
        return value;
    }

    /** Reads the TLS session that is the current field. */
    Tls tls() throws IOException {
        expect(WireWriter.LENGTH);
        int length = in.readRawVarint32();
        int from = in.getTotalBytesRead();
        RecentTls recent = certificates.recentTls();
        if (recent == null || length < 0 || length > bytes.length - from) { // the latter is damage, which fails below
            return tls(length);
        }
        int end = from + length;
        boolean timed = length >= TIMED && bytes[from] == TIME_TAG;
        Tls known = recent.find(bytes, timed ? from + TIMED : from, end);
        if (known == null) {
            Tls tls = tls(length);
            recent.keep(bytes, timed ? from + TIMED : from, end, tls);
            return tls;
        }
        int outer = in.pushLimit(length);
        long established = timed && field() != 0 ? time() : Times.UNSET;
        in.skipRawBytes(in.getBytesUntilLimit());
        in.popLimit(outer);
        return TlsCodec.at(established, known);
    }

    private Tls tls(int length) throws IOException {
        int outer = enter(length);
        Tls tls = TlsCodec.read(this);
        leave(outer);
        return tls;
    }

    /** Enters the message that is the current field; pass the result to {@link #leave}. */
    int enter() throws IOException {
        expect(WireWriter.LENGTH);
        return enter(in.readRawVarint32());
    }

    private int enter(int length) throws IOException {
        if (++depth > WireWriter.DEPTH) {
            throw new InvalidProtocolBufferException("messages nest deeper than " + WireWriter.DEPTH + " levels");
        }
        return in.pushLimit(length);
    }

    /** Leaves a message that was read to its end. */
    void leave(int outer) {
        depth--;
        in.popLimit(outer);
    }

    private void expect(int wireType) throws IOException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException(
                    "field " + WireFormat.getTagFieldNumber(tag) + " has the wrong wire type");
        }
    }
}
