package dev.steno.content.view;

/** Content of which nothing is known: its text, or the beginning of its bytes in hexadecimal. Stateless. */
final class PlainView {
    /** Bytes of binary content that are shown. */
    private static final int BEGIN = 256;

    private PlainView() {}

    static ContentView of(ViewContent content) {
        return content.isText() ? new TextView() : new HexView(BEGIN, 0);
    }

    static void show(ViewContent content, ViewOutput out) {
        of(content).show(content, out);
    }
}
