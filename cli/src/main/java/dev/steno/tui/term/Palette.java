package dev.steno.tui.term;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import org.jline.utils.AttributedStyle;

/**
 * The colours of styles and grounds, for a depth and for a dark or a light terminal. Each text has a contrast of 4.5 to 1
 * on each ground (WCAG 2.2, 1.4.3), and the focus is bold or reversed besides its colour. Immutable.
 */
final class Palette {
    private final ColourDepth depth;
    private final boolean dark;

    Palette(ColourDepth depth, boolean dark) {
        this.depth = depth;
        this.dark = dark;
    }

    ColourDepth depth() {
        return depth;
    }

    AttributedStyle of(StyledText part) {
        return ground(colour(AttributedStyle.DEFAULT, part.style()), part.ground());
    }

    private AttributedStyle colour(AttributedStyle base, Style style) {
        return switch (style) {
            case TEXT, PUNCTUATION -> base;
            case DIM -> depth == ColourDepth.NONE ? base.faint() : paint(base, 8, 0x9a9a9a, 0x585858);
            case BOLD -> base.bold();
            case HEADING -> paint(base.bold(), 6, 0x7fc8d8, 0x005f73);
            case NOTE -> paint(base, 6, 0x9ab4bc, 0x4a5a60);
            case KEY, TAG, INFO -> paint(base, 6, 0x6fc3d0, 0x005a6a);
            case STRING, GOOD -> paint(base, 2, 0x8cc570, 0x22662a);
            case NUMBER, LITERAL -> paint(base, 5, 0xc79bd8, 0x7b3f98);
            case ATTRIBUTE -> paint(base, 3, 0xd7ba7d, 0x7a5000);
            case COMMENT -> paint(base, 8, 0x9a9a9a, 0x585858);
            case WARNING -> paint(base, 3, 0xe0b050, 0x7a5000);
            case ERROR -> paint(base.bold(), 1, 0xf58080, 0xa82018);
            case MATCH, HIGHLIGHT_1 -> paint(base.underline(), 3, 0xffd75f, 0x7a5000);
            case HIGHLIGHT_2 -> paint(base.underline(), 6, 0x5fd7e0, 0x005a6a);
            case HIGHLIGHT_3 -> paint(base.underline(), 5, 0xe8a0f0, 0x85278f);
            case HIGHLIGHT_4 -> paint(base.underline(), 2, 0x90dd70, 0x1f6428);
            case HIGHLIGHT_5 -> paint(base.underline(), 4, 0xa0b8ff, 0x1f48a8);
            case HIGHLIGHT_6 -> paint(base.underline(), 1, 0xff9a80, 0xa82018);
        };
    }

    private AttributedStyle ground(AttributedStyle base, Ground ground) {
        return switch (ground) {
            case PLAIN -> base;
            case FOCUS ->
                depth.compareTo(ColourDepth.INDEXED) < 0
                        ? base.inverse()
                        : behind(base.bold(), dark ? 0x283240 : 0xd5e3f0);
            case SELECTED ->
                depth.compareTo(ColourDepth.INDEXED) < 0 ? base.underline() : behind(base, dark ? 0x332d20 : 0xf0e8d0);
            case BAR ->
                depth.compareTo(ColourDepth.INDEXED) < 0 ? base.inverse() : behind(base, dark ? 0x262626 : 0xe8e8e8);
        };
    }

    private AttributedStyle paint(AttributedStyle base, int index, int onDark, int onLight) {
        return switch (depth) {
            case NONE -> base;
            case SIXTEEN -> base.foreground(index);
            case INDEXED, TRUE -> base.foregroundRgb(dark ? onDark : onLight);
        };
    }

    private AttributedStyle behind(AttributedStyle base, int rgb) {
        return base.backgroundRgb(rgb);
    }
}
