package dev.steno.text;

import io.nayuki.qrcodegen.QrCode;

/** A QR code (ISO/IEC 18004) of a short text, as SVG or as characters for a terminal. Immutable; any thread. */
public final class QrPicture {
    /** The standard asks for four modules of margin; readers manage with two, and a terminal has few lines. */
    private static final int SVG_MARGIN = 4;

    private static final int TERMINAL_MARGIN = 2;

    private final QrCode code;

    /** @param text at most 1,200 characters or so, else an unchecked exception */
    public QrPicture(String text) {
        this.code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    }

    /** An {@code svg} element, black on white in both colour schemes, without script, style or reference. */
    public String svg(int pixels) {
        int side = code.size + 2 * SVG_MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                int start = x;
                while (isDark(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + SVG_MARGIN).append(' ').append(y + SVG_MARGIN);
                    path.append('h').append(x - start).append("v1H").append(start + SVG_MARGIN);
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels + "\" height=\"" + pixels
                + "\" viewBox=\"0 0 " + side + " " + side + "\" shape-rendering=\"crispEdges\"><rect width=\"" + side
                + "\" height=\"" + side + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }

    /**
     * Lines of half blocks: each character shows two modules, one above the other. Light modules are drawn, so that the
     * code can be read on the dark background that most terminals have.
     */
    public String halfBlocks() {
        StringBuilder text = new StringBuilder();
        for (int y = -TERMINAL_MARGIN; y < code.size + TERMINAL_MARGIN; y += 2) {
            for (int x = -TERMINAL_MARGIN; x < code.size + TERMINAL_MARGIN; x++) {
                boolean above = !isDark(x, y);
                boolean below = !isDark(x, y + 1) && y + 1 < code.size + TERMINAL_MARGIN;
                text.append(above ? below ? '\u2588' : '\u2580' : below ? '\u2584' : ' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private boolean isDark(int x, int y) {
        return code.getModule(x, y); // false outside the code
    }
}
