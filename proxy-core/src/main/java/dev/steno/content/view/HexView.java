package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.util.HexFormat;

/** Bytes in rows of sixteen: offset, hexadecimal, ASCII. Stateless. */
final class HexView implements ContentView {
    private static final int ROW = 16;

    private final int limit;

    /** @param limit upper bound on the bytes shown; further bytes are counted if the content is whole */
    HexView(int limit) {
        this.limit = limit;
    }

    @Override
    public String name() {
        return "hex";
    }

    @Override
    public String syntax() {
        return "hex";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return false;
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        byte[] data = content.data();
        int end = Math.min(data.length, limit);
        for (int at = 0; at < end; at += ROW) {
            int count = Math.min(ROW, end - at);
            if (!out.isFull()) {
                row(data, at, count, out);
            }
            out.end();
        }
        if (!content.whole()) { // how many more there are is not known here
            out.note(String.format("the first %,d bytes", end));
        } else if (end < data.length) {
            out.note(String.format("%,d more bytes", data.length - end));
        }
    }

    private static void row(byte[] data, int at, int count, ViewOutput out) {
        String hex = HexFormat.ofDelimiter(" ").formatHex(data, at, at + count);
        StringBuilder ascii = new StringBuilder(ROW);
        for (int i = at; i < at + count; i++) {
            ascii.append(data[i] >= ' ' && data[i] < 0x7f ? (char) data[i] : '.');
        }
        out.add(Kind.COMMENT, String.format("%08x", at))
                .add(Kind.NUMBER, String.format("  %-47s  ", hex))
                .add(Kind.STRING, ascii.toString());
    }
}
