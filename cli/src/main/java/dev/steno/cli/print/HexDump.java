package dev.steno.cli.print;

import java.util.HexFormat;

/** Formats bytes in rows of sixteen, in hexadecimal and as ASCII. Pure. */
final class HexDump {
    private static final int ROW = 16;

    private HexDump() {}

    /** @param limit the largest number of bytes to show; the last line gives the number of bytes omitted */
    static String of(byte[] data, int limit) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(data.length, limit);
        for (int at = 0; at < end; at += ROW) {
            int count = Math.min(ROW, end - at);
            String hex = HexFormat.ofDelimiter(" ").formatHex(data, at, at + count);
            out.append(String.format("%08x  %-47s  ", at, hex));
            for (int i = at; i < at + count; i++) {
                out.append(data[i] >= ' ' && data[i] < 0x7f ? (char) data[i] : '.');
            }
            out.append('\n');
        }
        if (end < data.length) {
            out.append("(").append(data.length - end).append(" more bytes)\n");
        }
        return out.toString();
    }
}
