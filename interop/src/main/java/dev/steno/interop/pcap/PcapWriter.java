package dev.steno.interop.pcap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian, with times in nanoseconds. For one thread. */
final class PcapWriter {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int MAGIC = 0x1A2B3C4D;

    /** Raw IP, version 4 or 6 (https://www.tcpdump.org/linktypes.html). */
    private static final short RAW = 101;

    private static final int COMMENT = 1;
    private static final int APPLICATION = 4;
    private static final int RESOLUTION = 9;
    private static final byte[] NANOSECONDS = {9};

    private final OutputStream out;

    PcapWriter(OutputStream out) {
        this.out = out;
    }

    void begin(String comment) throws IOException {
        byte[] options = options(COMMENT, utf8(comment), APPLICATION, utf8("Steno"));
        ByteBuffer section = buffer(16 + options.length);
        section.putInt(MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .put(options);
        block(SECTION, section.array());
        byte[] resolution = options(RESOLUTION, NANOSECONDS);
        ByteBuffer face = buffer(8 + resolution.length);
        face.putShort(RAW).putShort((short) 0).putInt(0).put(resolution);
        block(INTERFACE, face.array());
    }

    /** @param comment empty for none */
    void packet(long nanos, byte[] ip, String comment) throws IOException {
        byte[] options = comment.isEmpty() ? new byte[0] : options(COMMENT, utf8(comment));
        ByteBuffer packet = buffer(20 + padded(ip.length) + options.length);
        packet.putInt(0)
                .putInt((int) (nanos >>> 32))
                .putInt((int) nanos)
                .putInt(ip.length)
                .putInt(ip.length)
                .put(ip);
        packet.position(20 + padded(ip.length));
        packet.put(options);
        block(PACKET, packet.array());
    }

    private void block(int type, byte[] body) throws IOException {
        ByteBuffer whole = buffer(12 + body.length);
        whole.putInt(type).putInt(whole.capacity()).put(body).putInt(whole.capacity());
        out.write(whole.array());
    }

    private static byte[] options(Object... codesAndValues) {
        int length = 4;
        for (int i = 1; i < codesAndValues.length; i += 2) {
            length += 4 + padded(((byte[]) codesAndValues[i]).length);
        }
        ByteBuffer options = buffer(length);
        for (int i = 0; i < codesAndValues.length; i += 2) {
            byte[] value = (byte[]) codesAndValues[i + 1];
            options.putShort((short) (int) (Integer) codesAndValues[i]).putShort((short) value.length);
            options.put(value);
            options.position(options.position() + padded(value.length) - value.length);
        }
        return options.array();
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
